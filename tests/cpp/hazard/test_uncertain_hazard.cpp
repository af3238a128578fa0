// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include "incuflow/hazard/uncertain_hazard.hpp"

#include <doctest/doctest.h>

#include <array>

// Families with uncertain numbers, and yearly proportions.
namespace hazard_uncertain
{

using namespace incuflow;
using hazard_test::relative;

std::vector<std::string> keys(const UncertainHazard& hazard)
{
    std::vector<std::string> result;
    for (const HazardParameter& parameter : hazard.parameters) {
        result.push_back(parameter.key);
    }
    return result;
}

std::vector<std::string> codes(const std::vector<Fault>& faults)
{
    std::vector<std::string> result;
    for (const Fault& fault : faults) {
        result.push_back(fault.code + " at " + fault.place.key);
    }
    return result;
}

Hazard at_mids(const UncertainHazard& hazard)
{
    std::vector<double> values;
    for (const HazardParameter& parameter : hazard.parameters) {
        values.push_back(parameter.value.mid);
    }
    return realise(hazard, values);
}

using Texts = std::vector<std::string>;

TEST_CASE("uncertain hazard: the makers' families, keys and measures")
{
    const UncertainHazard rate = uncertain(per_year(0.08));
    CHECK(rate.family == "exponential");
    CHECK(keys(rate) == Texts{"per_year"});
    CHECK(rate.parameters[0].measure == Measure::per_year);

    const UncertainHazard chance = uncertain(prob_per_year(0.1));
    CHECK(chance.family == "exponential");
    CHECK(keys(chance) == Texts{"prob_per_year"});
    CHECK(chance.parameters[0].measure == Measure::prob_per_year);
    CHECK(chance.parameters[0].value.mid == 0.1);

    const UncertainHazard ageing = weibull(given_in_code(1.3), years(1.8));
    CHECK(ageing.family == "weibull");
    CHECK(keys(ageing) == Texts{"shape", "scale"});
    CHECK(ageing.parameters[0].measure == Measure::shape);
    CHECK(ageing.parameters[1].measure == Measure::years);

    const UncertainHazard pieces = piecewise_constant({0.0, 1.0}, std::vector<PerYear>{per_year(0.2), per_year(0.4)});
    CHECK(pieces.family == "piecewise_constant");
    CHECK(keys(pieces) == Texts{"per_year[0]", "per_year[1]"});
    CHECK(pieces.breaks == std::vector<double>{0.0, 1.0});
    const UncertainHazard chances =
        piecewise_constant({0.0, 1.0}, std::vector<ProbPerYear>{prob_per_year(0.016), prob_per_year(0.063)});
    CHECK(keys(chances) == Texts{"prob_per_year[0]", "prob_per_year[1]"});
    CHECK(chances.parameters[1].measure == Measure::prob_per_year);

    const UncertainHazard phases = erlang(3, per_year(1.5));
    CHECK(phases.family == "erlang");
    CHECK(phases.stages == 3);
    CHECK(keys(phases) == Texts{"per_year"});

    const UncertainHazard delay = fixed_delay(years(1.5));
    CHECK(delay.family == "fixed_delay");
    CHECK(keys(delay) == Texts{"delay"});
    CHECK(delay.parameters[0].measure == Measure::years);

    const UncertainHazard fading = gompertz(per_year(0.2), given_in_code(-0.3));
    CHECK(keys(fading) == Texts{"per_year", "shape"});
    CHECK(fading.parameters[1].measure == Measure::real);  // of a Gompertz it may have any sign
    const UncertainHazard waiting = gamma(given_in_code(2.5), per_year(0.7));
    CHECK(keys(waiting) == Texts{"shape", "per_year"});
    CHECK(waiting.parameters[0].measure == Measure::shape);
    const UncertainHazard skewed = log_normal(given_in_code(-0.3), given_in_code(0.5));
    CHECK(keys(skewed) == Texts{"meanlog", "sdlog"});
    CHECK(skewed.parameters[0].measure == Measure::real);
    CHECK(skewed.parameters[1].measure == Measure::shape);
    const UncertainHazard lasting = log_logistic(given_in_code(1.5), years(2.0));
    CHECK(keys(lasting) == Texts{"shape", "scale"});
    CHECK(lasting.parameters[1].measure == Measure::years);
    const UncertainHazard general = generalised_gamma(given_in_code(0.3), given_in_code(0.5), given_in_code(-1.0));
    CHECK(keys(general) == Texts{"mu", "sigma", "q"});
    CHECK(general.parameters[2].measure == Measure::real);

    for (const UncertainHazard& hazard :
         {rate, chance, ageing, pieces, chances, phases, delay, fading, waiting, skewed, lasting, general}) {
        CAPTURE(hazard.family);
        CHECK(check(hazard, {}, false).empty());
        CHECK(known(hazard));
        CHECK(hazard == UncertainHazard(hazard));
        CHECK(name(at_mids(hazard)) == hazard.family);
    }
    CHECK(rate != chance);
    CHECK(erlang(2, per_year(1.5)) != phases);
    CHECK(hazard_family_names() == Texts{"exponential", "weibull", "piecewise_constant", "erlang", "fixed_delay", "gompertz", "gamma",
                                         "log_normal", "log_logistic", "generalised_gamma"});
}

TEST_CASE("uncertain hazard: realised values")
{
    CHECK(at_mids(uncertain(per_year(0.08))) == Hazard(Exponential(0.08)));
    CHECK(at_mids(weibull(given_in_code(1.3), years(1.8))) == Hazard(Weibull(1.3, 1.8)));
    CHECK(at_mids(erlang(3, per_year(1.5))) == Hazard(Erlang(3, 1.5)));
    CHECK(at_mids(fixed_delay(years(1.5))) == Hazard(FixedDelay(1.5)));
    CHECK(at_mids(piecewise_constant({0.0, 1.0}, std::vector<PerYear>{per_year(0.2), per_year(0.4)})) ==
          Hazard(PiecewiseConstant({0.0, 1.0}, {0.2, 0.4})));

    // A yearly probability is the chance of a year in which nothing else could happen.
    for (const double p : {1e-300, 1e-12, 0.1, 0.5, 0.999, 1.0 - 0x1p-53}) {
        const Hazard chance = realise(uncertain(prob_per_year(0.5)), std::array{p});
        CHECK(relative(hazard_at(chance, 0.0), static_cast<double>(-std::log1p(-static_cast<long double>(p)))) < 4e-16);
    }
    CHECK(relative(1.0 - survival(at_mids(uncertain(prob_per_year(0.1))), 1.0), 0.1) < 1e-15);
    CHECK(at_mids(uncertain(prob_per_year(0.0))) == Hazard(Exponential(0.0)));
    const Hazard yearly =
        at_mids(piecewise_constant({0.0, 1.0}, std::vector<ProbPerYear>{prob_per_year(0.016), prob_per_year(0.063)}));
    CHECK(relative(survival(yearly, 1.0), 1.0 - 0.016) < 1e-15);
    CHECK(relative(survival(yearly, 2.0), (1.0 - 0.016) * (1.0 - 0.063)) < 1e-15);

    // Values are the draw's, not the mids.
    CHECK(realise(weibull(given_in_code(1.3), years(1.8)), std::array{2.0, 3.0}) == Hazard(Weibull(2.0, 3.0)));
}

TEST_CASE("uncertain hazard: plain families are numbers given in code")
{
    const std::vector<Hazard> plain{Exponential(0.1),
                                    Weibull(1.3, 1.8),
                                    PiecewiseConstant({0.0, 1.0, 2.0}, {0.2, 0.0, 0.4}),
                                    Erlang(3, 0.5),
                                    FixedDelay(1.5),
                                    Gompertz(0.2, -0.3),
                                    Gamma(2.5, 0.7),
                                    LogNormal(-0.3, 0.5),
                                    LogLogistic(1.5, 2.0),
                                    GeneralisedGamma(0.3, 0.5, -1.0)};
    for (const Hazard& hazard : plain) {
        const UncertainHazard held = hazard;
        CAPTURE(held.family);
        CHECK(at_mids(held) == hazard);
        for (const HazardParameter& parameter : held.parameters) {
            CHECK(parameter.value == given_in_code(parameter.value.mid));
        }
    }
    const UncertainHazard direct = Weibull(1.3, 1.8);
    CHECK(direct == UncertainHazard(plain[1]));
    CHECK(UncertainHazard(per_year(0.1)) == uncertain(per_year(0.1)));
}

TEST_CASE("uncertain hazard: unknown numbers")
{
    UncertainHazard hazard = weibull(given_in_code(1.3), Years{unknown_number("nobody counted")});
    CHECK(!known(hazard));
    hazard.parameters[1].value = given_in_code(2.0);
    CHECK(known(hazard));
    CHECK(known(UncertainHazard()));
}

TEST_CASE("uncertain hazard: check finds every fault and says where")
{
    const Place place{"study.toml", 7, 3, "transition[2]"};
    CHECK(codes(check(UncertainHazard("weibul", {}), place, false)) == Texts{"hazard.unknown_family at transition[2]"});
    const std::vector<Fault> unknown = check(UncertainHazard("weibul", {}), place, false);
    CHECK(unknown[0].place == place);
    CHECK(describe(unknown[0]) ==
          "study.toml:7:3: transition[2]: there is no hazard family \"weibul\"; families are "
          "exponential, weibull, piecewise_constant, "
          "erlang, fixed_delay, gompertz, gamma, log_normal, log_logistic, generalised_gamma; did you mean \"weibull\"?");

    const auto number = [](double mid) { return Number{.mid = mid, .reason = "given in code"}; };
    UncertainHazard pieces(
        "piecewise_constant",
        {{"per_year[0]", number(0.1), Measure::per_year}, {"prob_per_year[1]", number(0.1), Measure::prob_per_year}},
        {0.5, 0.5, 2.0}, 3);
    CHECK(codes(check(pieces, place, false)) ==
          Texts{"hazard.parameters at transition[2]", "hazard.breaks_count at transition[2].breaks",
                "hazard.breaks_start at transition[2].breaks", "hazard.breaks_order at transition[2].breaks",
                "hazard.not_taken at transition[2].stages"});

    UncertainHazard phases("erlang", {{"per_year", number(0.1), Measure::per_year}}, {0.0}, 0);
    CHECK(codes(check(phases, {}, false)) == Texts{"hazard.not_taken at breaks", "hazard.stages_range at stages"});

    UncertainHazard bare("exponential", {});
    const std::vector<Fault> missing = check(bare, {}, false);
    CHECK(codes(missing) == Texts{"hazard.parameters at "});
    CHECK(describe(missing[0]) == "exponential takes per_year / prob_per_year, got \"\"");
    UncertainHazard mislabelled("exponential", {{"per_year", number(0.1), Measure::prob_per_year}});
    CHECK(codes(check(mislabelled, {}, false)) == Texts{"hazard.parameters at "});

    // Numbers are judged at their own key.
    const std::vector<Fault> negative = check(
        UncertainHazard("weibull", {{"shape", number(1.3), Measure::shape}, {"scale", number(-1.0), Measure::years}}),
        place, false);
    REQUIRE(negative.size() == 1);
    CHECK(negative[0].place.key.starts_with("transition[2].scale"));
    CHECK(negative[0].place.line == 7);
    // A shape is positive, but that of a Gompertz may have any sign.
    CHECK(check(gompertz(per_year(0.1), number(-0.5)), place, false).empty());
    CHECK(codes(check(gamma(number(-0.5), per_year(0.1)), place, false)) == Texts{"units.out_of_range at transition[2].shape.mid"});
    CHECK(codes(check(UncertainHazard("gompertz", {{"per_year", number(0.1), Measure::per_year}, {"shape", number(0.1), Measure::shape}}),
                      place, false)) == Texts{"hazard.parameters at transition[2]"});
    // A file must say more of a number than code.
    const UncertainHazard bare_number("exponential", {{"per_year", number(0.1), Measure::per_year}});
    CHECK(check(bare_number, place, false).empty());
    CHECK(codes(check(bare_number, place, true)) == Texts{"units.no_range at transition[2].per_year"});
}

void throws(const UncertainHazard& hazard, const std::vector<double>& values, const char* code)
{
    try {
        (void)realise(hazard, values);
        FAIL_CHECK("no error");
    } catch (const ParameterError& error) {
        CHECK(error.code() == code);
        CHECK(std::string(error.what()).find('{') == std::string::npos);
        CHECK(error.message(Language::zh).find('{') == std::string::npos);
    }
}

TEST_CASE("uncertain hazard: what cannot be realised")
{
    throws(UncertainHazard(), {}, "hazard.unknown_family");
    throws(UncertainHazard("cauchy", {}), {}, "hazard.unknown_family");
    throws(UncertainHazard("generalised_gamma", {{"mu", {}, Measure::real}}), {1.0}, "hazard.values_count");
    throws(log_normal(given_in_code(0.0), given_in_code(1.0)), {0.0, -1.0}, "hazard.not_positive");
    throws(uncertain(per_year(0.1)), {}, "hazard.values_count");
    throws(uncertain(per_year(0.1)), {0.1, 0.2}, "hazard.values_count");
    throws(UncertainHazard("weibull", {{"shape", {}, Measure::shape}}), {1.0}, "hazard.values_count");
    throws(UncertainHazard("piecewise_constant", {}), {}, "hazard.breaks_count");
    throws(uncertain(per_year(0.1)), {-0.1}, "hazard.negative");
    throws(uncertain(per_year(0.1)), {std::numeric_limits<double>::quiet_NaN()}, "hazard.not_finite");
    throws(uncertain(prob_per_year(0.1)), {1.0}, "hazard.probability_range");
    throws(uncertain(prob_per_year(0.1)), {-1e-9}, "hazard.probability_range");
    throws(uncertain(prob_per_year(0.1)), {std::numeric_limits<double>::quiet_NaN()}, "hazard.probability_range");
    throws(erlang(0, per_year(0.1)), {0.1}, "hazard.stages_range");
    throws(fixed_delay(years(1.0)), {0.0}, "hazard.not_positive");
}

TEST_CASE("observed shares: competing yearly proportions")
{
    const auto hazards = observed_shares({{"graduated", 0.12}, {"closed", 0.06}, {"left", 0.0}});
    REQUIRE(hazards.size() == 3);
    CHECK(hazards[0].first == "graduated");
    double sum = 0.0;
    for (const auto& [to, rate] : hazards) {
        CHECK(rate.value == given_in_code(rate.value.mid));
        sum += rate.value.mid;
    }
    // Running together for a year they give the shares back: p_a = h_a/Σh·(1 − e^(−Σh)).
    CHECK(relative(hazards[0].second.value.mid / sum * -std::expm1(-sum), 0.12) < 1e-15);
    CHECK(relative(hazards[1].second.value.mid / sum * -std::expm1(-sum), 0.06) < 1e-15);
    CHECK(hazards[2].second.value.mid == 0.0);
    // One way out alone is a yearly probability.
    CHECK(relative(observed_shares({{"a", 1e-15}})[0].second.value.mid, 1e-15) < 1e-14);
    CHECK(relative(observed_shares({{"a", 0.25}})[0].second.value.mid, std::log(4.0 / 3.0)) < 1e-15);
    CHECK(observed_shares({{"a", 0.0}, {"b", 0.0}})[1].second.value.mid == 0.0);
    CHECK(observed_shares({}).empty());
}

TEST_CASE("observed shares: what they cannot be")
{
    const auto fails = [](const std::vector<std::pair<std::string, double>>& shares, const Texts& want,
                          const char* says) {
        try {
            (void)observed_shares(shares);
            FAIL_CHECK("no error");
        } catch (const ParameterError& error) {
            Texts got;
            for (const Fault& fault : error.faults()) {
                got.push_back(fault.code);
            }
            CHECK(got == want);
            CHECK(std::string(error.what()).find(says) != std::string::npos);
            CHECK(error.message(Language::zh).find('{') == std::string::npos);
        }
    };
    fails({{"a", 0.5}, {"b", 0.5}}, {"hazard.shares_sum"}, "must add up to less than 1, got 1");
    fails({{"a", 0.75}, {"b", 0.5}}, {"hazard.shares_sum"}, "got 1.25");
    fails({{"a", -0.1}, {"b", 0.5}}, {"hazard.share_range"}, "\"a\" must be a finite number ≥ 0, got -0.1");
    fails({{"a", std::numeric_limits<double>::quiet_NaN()}, {"b", -1.0}}, {"hazard.share_range", "hazard.share_range"},
          "\"b\"");
    fails({{"a", hazard_test::infinity}}, {"hazard.share_range"}, "got inf");
}

}  // namespace hazard_uncertain

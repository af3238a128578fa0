// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/attain.hpp"
#include "incuflow/forecast/tasks.hpp"
#include "incuflow/forecast/window_law.hpp"
#include "incuflow/study/tables.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

class Attainer {
public:
    Attainer(const Runner& runner, const std::vector<std::vector<CountAnswer>>& answers, const std::vector<Effect>& effects,
             const ForecastOptions& options, const Watch& watch)
        : runner_(runner), answers_(answers), effects_(effects), options_(options), watch_(watch),
          mids_(runner.count(runner.study().numbers().mids()))
    {
    }

    std::vector<Attainment> run() const
    {
        std::vector<Attainment> rows(runner_.windows().size());
        run_all(static_cast<int>(rows.size()), options_.threads, watch_, [&](int w) { rows[static_cast<std::size_t>(w)] = row(static_cast<std::size_t>(w)); });
        return rows;
    }

private:
    const Target& target(std::size_t w) const
    {
        return runner_.study().parts().targets[static_cast<std::size_t>(runner_.windows()[w].target)];
    }

    // The number that was worked back from this target, if there is one: its forecast would only repeat the promise.
    const NumberEntry* derived(const Target& t) const
    {
        for (const NumberEntry& entry : runner_.study().numbers().entries()) {
            const std::string& from = entry.number.derived_from;
            if (from == t.id || (!from.empty() && std::find(t.joint.begin(), t.joint.end(), from) != t.joint.end())) {
                return &entry;
            }
        }
        return nullptr;
    }

    // Places of unknown stock whose firms could add to the count along known positive rates.
    std::vector<StartPlace> open_places(std::size_t w) const
    {
        std::vector<StartPlace> open;
        for (const StartPlace& place : runner_.unknown()) {
            if (runner_.law_from(mids_[w], place).front() < 1.0) {
                open.push_back(place);
            }
        }
        return open;
    }

    std::vector<CountLaw> laws(std::size_t w, std::int64_t asked = 0) const
    {
        // A window over many draws takes long, and every step of it comes by here.
        if (watch_.stop.stop_requested()) {
            throw EngineError("forecast.table_stopped");
        }
        std::vector<CountLaw> list;
        const Target& t = target(w);
        for (const auto& answers : answers_) {
            CountParts parts = answers[w].parts;
            if (asked > 0) {
                parts.trials.push_back({asked, runner_.law_from(answers[w], one_place(runner_.study(), t.ask))});
            }
            list.emplace_back(parts);
        }
        return list;
    }

    double chance_with(std::size_t w, std::int64_t asked) const
    {
        const MetRange met = met_range(target(w).value);
        double sum = 0.0;
        for (const double p : MixtureLaw(laws(w, asked)).between(met.low, met.high)) {
            sum += p;
        }
        return sum / static_cast<double>(answers_.size());
    }

    // Smallest whole number of firms at the asked place that brings the chance to p. More firms never hurt an "at least".
    double needed(std::size_t w, double p) const
    {
        if (!runner_.windows()[w].together.empty() || runner_.windows()[w].attribute >= 0 || met_range(target(w).value).high != no_limit) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        std::int64_t low = -1;
        std::int64_t high = 1;
        if (chance_with(w, 0) >= p) {
            return 0.0;
        }
        while (chance_with(w, high) < p) {
            low = high;
            high *= 2;
            if (high > (std::int64_t{1} << 40)) {
                return std::numeric_limits<double>::quiet_NaN();
            }
        }
        low = std::max<std::int64_t>(low, 0);
        while (high - low > 1) {
            const std::int64_t mid = low + (high - low) / 2;
            (chance_with(w, mid) >= p ? high : low) = mid;
        }
        return static_cast<double>(high);
    }

    // Several counts at once; false where their joint law is too large.
    bool together_numbers(std::size_t w, Attainment& row, Label& note) const
    {
        std::vector<const CountAnswer*> given;
        for (const auto& answers : answers_) {
            given.push_back(&answers[w]);
        }
        try {
            const TogetherNumbers found = together(runner_, w, given, options_.level, options_.threads, watch_.stop);
            row.expected = found.expected;
            row.low = found.low;
            row.high = found.high;
            chances(found.chance, row);
            if (target(w).accounting != Accounting::joint) {
                note = Label{"基数为 0（视为未完成）的概率 " + format_number(found.empty),
                             "chance that there is nothing to divide by (not met): " + format_number(found.empty)};
            }
            return true;
        } catch (const NumericError&) {
            return false;
        }
    }

    void numbers(std::size_t w, Attainment& row) const
    {
        const MixtureLaw mixture(laws(w));
        row.expected = mixture.mean();
        row.low = static_cast<double>(mixture.quantile(0.5 * (1.0 - options_.level)));
        row.high = static_cast<double>(mixture.quantile(0.5 * (1.0 + options_.level)));
        const MetRange met = met_range(target(w).value);
        chances(mixture.between(met.low, met.high), row);
    }

    // The total of an attribute or its growth: a normal law in each draw.
    void amount_numbers(std::size_t w, Attainment& row) const
    {
        std::vector<AmountLaw> laws;
        std::vector<double> met;
        row.expected = 0.0;
        for (const auto& answers : answers_) {
            laws.push_back(amount_law(target(w), runner_.windows()[w], *answers[w].amount));
            met.push_back(amount_chance(target(w).value, laws.back()));
            row.expected += laws.back().mean() / static_cast<double>(answers_.size());
        }
        const auto at_most = [&](double x) {
            double sum = 0.0;
            for (const AmountLaw& law : laws) {
                sum += law.at_most(x);
            }
            return sum / static_cast<double>(laws.size());
        };
        if (row.expected == row.expected) {
            const double floor = target(w).accounting == Accounting::stock ? 0.0 : -1.0;
            const double spread = 0.1 * (row.expected - floor);
            row.low = mixture_quantile(at_most, 0.5 * (1.0 - options_.level), row.expected, spread, floor);
            row.high = mixture_quantile(at_most, 0.5 * (1.0 + options_.level), row.expected, spread, floor);
        }
        chances(met, row);
        row.method += "; normal, moments exact (approximate)";
    }

    void chances(const std::vector<double>& p, Attainment& row) const
    {
        double sum = 0.0;
        for (const double x : p) {
            sum += x;
        }
        const double mean = sum / static_cast<double>(p.size());
        double squares = 0.0;
        for (const double x : p) {
            squares += (x - mean) * (x - mean);
        }
        (row.status == Status::modelled ? row.p_met : row.p_floor) = mean;
        if (row.status == Status::modelled && options_.draws > 1) {
            const auto n = static_cast<double>(p.size());
            row.p_met_se = std::sqrt(squares / (n - 1.0) / n);
        }
    }

    void judge(std::size_t w, Attainment& row) const
    {
        const Effect* most = nullptr;
        for (const Effect& effect : effects_) {
            const NumberEntry& entry = runner_.study().numbers().entries()[static_cast<std::size_t>(effect.number)];
            if (effect.window == static_cast<int>(w) && rests_on_assumption(entry.number) &&
                (most == nullptr || effect.influence() > most->influence())) {
                most = &effect;
            }
        }
        int verdict = verdict_class(row.p_met);
        if (most != nullptr) {
            const int low = verdict_class(most->p_low);
            const int mid = verdict_class(most->p_mid);
            const int high = verdict_class(most->p_high);
            verdict = low == mid && mid == high ? verdict : -1;
            const NumberEntry& entry = runner_.study().numbers().entries()[static_cast<std::size_t>(most->number)];
            const double even = break_even(runner_, most->number, most->window);
            const std::string triple = format_fixed(most->p_low, 3) + " / " + format_fixed(most->p_mid, 3) + " / " + format_fixed(most->p_high, 3);
            const std::string at = even == even ? format_fixed(even, 4) : std::string();
            row.reason.zh = "影响最大的假设“" + number_label(runner_.study(), entry, Language::zh) + "”：低、中、高值下的概率为 " + triple + (at.empty() ? "" : "；概率 0.5 对应的取值 " + at);
            row.reason.en = "most influential assumption, " + number_label(runner_.study(), entry, Language::en) + ": chance at low / mid / high " + triple +
                            (at.empty() ? "" : "; break-even (chance .5) at " + at);
        }
        row.verdict = verdict_label(verdict);
    }

    static void add_note(const Label& note, Attainment& row)
    {
        row.reason.zh += (row.reason.zh.empty() || note.zh.empty() ? "" : "；") + note.zh;
        row.reason.en += (row.reason.en.empty() || note.en.empty() ? "" : "; ") + note.en;
    }

    Attainment row(std::size_t w) const
    {
        const TargetWindow& window = runner_.windows()[w];
        const Target& t = target(w);
        Attainment row;
        row.target = t.id;
        row.index = window.target;
        row.since = window.since;
        row.due = window.due;
        row.ask = t.ask;
        if (t.status.has_value()) {
            row.status = *t.status;
            row.reason = t.reason;
            return row;
        }
        if (!window.counted) {
            row.status = Status::not_modelled;
            row.reason = window.why_not;
            if (!t.reason.zh.empty() || !t.reason.en.empty()) {
                row.reason = t.reason;
            }
            return row;
        }
        if (const NumberEntry* input = derived(t); input != nullptr) {
            row.status = Status::by_assumption;
            row.reason = {"输入“" + number_label(runner_.study(), *input, Language::zh) + "”由本目标倒推，不能用来预测本目标",
                          "the input " + number_label(runner_.study(), *input, Language::en) + " was worked back from this target, so it cannot forecast it"};
            return row;
        }
        row.method = options_.draws == 0 ? "exact law at mid values" : "exact law, mean over draws";
        const std::vector<StartPlace> open = open_places(w);
        row.status = open.empty() ? Status::modelled : Status::needs_input;
        Label note;
        if (window.above >= 0) {
            row.method += "; log-normal attribute";
        }
        if (window.attribute >= 0) {
            row.method = options_.draws == 0 ? "at mid values" : "mean over draws";
            amount_numbers(w, row);
        } else if (window.together.empty()) {
            numbers(w, row);
        } else if (!together_numbers(w, row, note)) {
            row.status = Status::not_modelled;
            row.method.clear();
            row.reason = {"计数过大，联合分布无法求出", "the counts are too large for a joint law"};
            return row;
        }
        if (row.status == Status::modelled) {
            judge(w, row);
            add_note(note, row);
            return row;
        }
        if (!t.ask.empty()) {
            row.needed_50 = needed(w, 0.5);
            row.needed_80 = needed(w, 0.8);
        }
        row.reason = {"期初存量未知的企业到期前也可能计入；预计值、区间和概率按未知存量为 0 计",
                      "firms of unknown starting stock could count too by the due date; expected value, interval and chance take it as 0"};
        add_note(note, row);
        return row;
    }

    const Runner& runner_;
    const std::vector<std::vector<CountAnswer>>& answers_;
    const std::vector<Effect>& effects_;
    const ForecastOptions& options_;
    const Watch& watch_;
    std::vector<CountAnswer> mids_;
};

INCUFLOW_INLINE std::vector<Attainment> attain(const Runner& runner, const std::vector<std::vector<CountAnswer>>& answers,
                                               const std::vector<Effect>& effects, const ForecastOptions& options, const Watch& watch)
{
    return Attainer(runner, answers, effects, options, watch).run();
}

}  // namespace detail

INCUFLOW_END

// SPDX-License-Identifier: Apache-2.0
#pragma once

// A second derivation of what a pipeline means: firms moved one event at a time, straight from the words of the study (paths, factors,
// triggers, intakes), with none of the compiled tables, exponentials or count laws under test. Slow and plain on purpose.

#include "incuflow/study/study.hpp"

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace simulator {

using incuflow::PathForm;
using incuflow::PathTerm;
using incuflow::PipelineParts;
using incuflow::PlacePath;

struct Firm {
    std::map<std::string, std::string> stage;  // by track
    std::map<std::string, int> phase;          // by Erlang transition path
    bool gone = false;
    std::string exit;
};

struct Crossing {
    double time;
    std::string path;
    Firm after;
};

struct History {
    double entered = 0.0;
    Firm first;
    std::vector<Crossing> crossings;

    [[nodiscard]] Firm at(double time) const
    {
        Firm firm = first;
        for (const Crossing& crossing : crossings) {
            if (crossing.time <= time) {
                firm = crossing.after;
            }
        }
        return firm;
    }
};

class World {
public:
    World(const incuflow::Study& study, std::uint64_t seed) : study_(study), parts_(study.parts().pipeline), random_(seed) {}

    // One replicate: every firm's history until `horizon`.
    std::vector<History> run(double horizon)
    {
        std::vector<History> histories;
        for (const auto& row : study_.parts().stocks) {
            for (int i = 0; row.value.known() && i < static_cast<int>(row.value.mid); ++i) {
                histories.push_back(live(place(row.at.front()), 0.0, horizon));
            }
        }
        for (const auto& row : study_.parts().intakes) {
            if (row.law == incuflow::IntakeLaw::batch) {
                const double time = study_.years_to(*row.date, incuflow::DayEdge::end);
                for (int i = 0; i < static_cast<int>(row.count.mid) && time <= horizon; ++i) {
                    histories.push_back(live(place(choose(row)), time, horizon));
                }
                continue;
            }
            for (int year = study_.parts().base_date.year; year <= study_.parts().end_date.year; ++year) {
                const double start = std::max(0.0, study_.years_to({year, 1, 1}, incuflow::DayEdge::begin));
                const double end = study_.years_to({year, 12, 31}, incuflow::DayEdge::end);
                const double growth = row.growth ? std::pow(row.growth->mid, year - row.count.year) : 1.0;
                const double mean = row.count.mid * growth * (end - start);
                if (end <= start || mean <= 0.0) {
                    continue;
                }
                const long count = row.law == incuflow::IntakeLaw::fixed ? std::lround(mean) : std::poisson_distribution<long>(mean)(random_);
                for (long i = 0; i < count; ++i) {
                    const double time = start + (end - start) * uniform();
                    if (time <= horizon) {
                        histories.push_back(live(place(choose(row)), time, horizon));
                    }
                }
            }
        }
        return histories;
    }

private:
    double uniform() { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); }

    Firm place(const std::string& text) const
    {
        Firm firm;
        for (const auto& track : parts_.tracks) {
            firm.stage[track.id] = "outside";
        }
        for (const PathTerm& term : incuflow::parse_path(text).terms) {
            firm.stage[term.track] = term.to;
        }
        return firm;
    }

    std::string choose(const incuflow::IntakeRow& row)
    {
        double left = 1.0;
        for (const auto& into : row.into) {
            double p = 1.0;
            if (into.share_of_rest) {
                p = into.share_of_rest->mid;
            } else if (into.share) {
                p = into.share->mid / left;
                left -= into.share->mid;
            }
            if (uniform() < p) {
                return into.at;
            }
        }
        return row.into.back().at;
    }

    static bool stands(const Firm& firm, const std::vector<std::string>& places)
    {
        for (const std::string& text : places) {
            bool all = true;
            for (const PathTerm& term : incuflow::parse_path(text).terms) {
                all = all && (term.to == "*" || firm.stage.at(term.track) == term.to);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    static bool names(const std::string& pattern, const std::string& path)
    {
        const PathTerm p = incuflow::parse_path(pattern).terms.front();
        const PathTerm e = incuflow::parse_path(path).terms.front();
        return p.track == e.track && (p.from == "*" || p.from == e.from) && (p.to == "*" || p.to == e.to);
    }

    struct Move {
        std::string path;
        double rate;
        int phases;
    };

    std::vector<Move> moves(const Firm& firm, double now) const
    {
        std::vector<Move> open;
        for (const auto& row : parts_.transitions) {
            if (!row.while_in.empty() && !stands(firm, row.while_in)) {
                continue;
            }
            bool known = true;
            for (const auto& parameter : row.hazard.parameters) {
                known = known && parameter.value.known();
            }
            for (const std::string& text : row.paths) {
                const PathTerm term = incuflow::parse_path(text).terms.front();
                if (!known || (!term.track.empty() && term.from != "*" && firm.stage.at(term.track) != term.from) ||
                    (term.from == "*" && !term.track.empty() && firm.stage.at(term.track) == term.to)) {
                    continue;
                }
                double rate = 0.0;
                if (row.hazard.family == "piecewise_constant") {
                    for (std::size_t b = 0; b < row.hazard.breaks.size(); ++b) {
                        if (now >= row.hazard.breaks[b]) {
                            rate = hazard(row.hazard.parameters[b]);
                        }
                    }
                } else {
                    rate = hazard(row.hazard.parameters.front());
                }
                const std::string from = term.track.empty() ? "" : firm.stage.at(term.track);
                const std::string path = term.track.empty() ? text : term.track + '.' + from + "->" + term.to;
                for (const auto& modifier : parts_.modifiers) {
                    for (const std::string& on : modifier.on) {
                        if (names(on, path) && stands(firm, modifier.while_in)) {
                            rate *= modifier.factor.mid;
                            break;
                        }
                    }
                }
                if (rate > 0.0) {
                    open.push_back({path, rate, row.hazard.family == "erlang" ? row.hazard.stages : 1});
                }
            }
        }
        return open;
    }

    static double hazard(const incuflow::HazardParameter& parameter)
    {
        return parameter.measure == incuflow::Measure::prob_per_year ? -std::log1p(-parameter.value.mid) : parameter.value.mid;
    }

    void cross(Firm& firm, const std::string& path, double now, History& history)
    {
        const PathTerm term = incuflow::parse_path(path).terms.front();
        bool leaves = term.track.empty();
        for (const auto& exit : parts_.exits) {
            leaves = leaves || exit.id == term.to;
        }
        if (leaves) {
            firm.gone = true;
            firm.exit = term.to;
        } else {
            firm.stage[term.track] = term.to;
        }
        for (auto& [of, phase] : firm.phase) {
            if (incuflow::parse_path(of).terms.front().track == term.track) {
                phase = 0;
            }
        }
        history.crossings.push_back({now, path, firm});
        for (const auto& trigger : parts_.triggers) {
            const PathTerm fires = incuflow::parse_path(trigger.fires).terms.front();
            if (firm.gone || !names(trigger.when, path) || firm.stage.at(fires.track) != fires.from) {
                continue;
            }
            if (uniform() < trigger.probability.mid) {
                cross(firm, trigger.fires, now, history);
            }
        }
    }

    double next_change(double now, double horizon) const
    {
        double next = horizon;
        const auto consider = [&](double t) { next = t > now && t < next ? t : next; };
        for (const auto& row : parts_.transitions) {
            for (const double b : row.hazard.breaks) {
                consider(b);
            }
        }
        for (const auto& matrix : parts_.dated) {
            for (const auto& date : matrix.dates) {
                consider(study_.years_to(date, incuflow::DayEdge::end));
            }
        }
        return next;
    }

    void act_dated(Firm& firm, double now, History& history)
    {
        for (const auto& matrix : parts_.dated) {
            for (const auto& date : matrix.dates) {
                if (std::fabs(study_.years_to(date, incuflow::DayEdge::end) - now) > 1e-12 || firm.gone) {
                    continue;
                }
                for (const auto& move : matrix.moves) {
                    if (firm.gone || firm.stage.at(matrix.track) != move.from) {
                        continue;
                    }
                    double u = uniform();
                    for (const auto& [to, share] : move.to) {
                        if (u < share.mid) {
                            cross(firm, matrix.track + '.' + move.from + "->" + to, now, history);
                            break;
                        }
                        u -= share.mid;
                    }
                    break;
                }
            }
        }
    }

    History live(const Firm& first, double entered, double horizon)
    {
        History history{entered, first, {}};
        Firm firm = first;
        double now = entered;
        while (!firm.gone && now < horizon) {
            const double change = next_change(now, horizon);
            const std::vector<Move> open = moves(firm, now);
            double total = 0.0;
            for (const Move& move : open) {
                total += move.rate;
            }
            const double wait = total > 0.0 ? -std::log(1.0 - uniform()) / total : 1e300;
            if (now + wait >= change) {
                now = change;
                act_dated(firm, now, history);
                continue;
            }
            now += wait;
            double u = uniform() * total;
            for (const Move& move : open) {
                if (u < move.rate) {
                    if (move.phases > 1 && ++firm.phase[move.path] < move.phases) {
                        break;
                    }
                    firm.phase[move.path] = 0;
                    cross(firm, move.path, now, history);
                    break;
                }
                u -= move.rate;
            }
        }
        return history;
    }

    const incuflow::Study& study_;
    const PipelineParts& parts_;
    std::mt19937_64 random_;
};

}  // namespace simulator

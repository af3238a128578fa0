// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/svg.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <map>

INCUFLOW_BEGIN

namespace detail {

// Places every box first, then draws: all in user units of one pixel.
class SvgWriter {
public:
    explicit SvgWriter(const Drawing& drawing) : drawing_(drawing) {}

    std::string run()
    {
        place();
        std::string body;
        for (std::size_t t = 0; t < drawing_.tracks.size(); ++t) {
            body += lane(t);
        }
        for (const DrawnEdge& edge : drawing_.edges) {
            body += edge.from == "*" ? std::string() : arrow(edge);
        }
        for (const auto& [id, box] : boxes_) {
            body += box_svg(box);
        }
        body += notes();
        std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"incuflow\" viewBox=\"0 0 " + px(width_) + ' ' + px(height_) +
                           "\" width=\"" + px(width_) + "\" height=\"" + px(height_) + "\" role=\"img\" style=\"max-width:100%;height:auto\">\n";
        text += "<title>" + escape_xml(drawing_.title) + "</title>\n";
        text += style();
        return text + body + "</svg>\n";
    }

private:
    struct Box {
        double x{};
        double y{};
        double w{};
        std::string label{};
        std::string kind{};
        std::size_t order{};
        int lane{-1};
        int column{};
    };

    static constexpr double margin = 20.0;
    static constexpr double box_height = 38.0;
    static constexpr double gap = 64.0;

    static std::string px(double x) { return format_number(std::floor(x * 10.0 + 0.5) / 10.0); }

    static double label_width(const std::string& label) { return 7.2 * static_cast<double>(display_width(label)); }

    // Plain colours, not variables: word processors and converters read no others. The dark scheme repeats the rules it changes.
    static std::string style()
    {
        const auto colours = [](const char* ink, const char* soft, const char* line, const char* lane, const char* box, const char* start,
                                const char* exit, const char* edge) {
            const auto rule = [](const char* selector, const std::string& body) { return std::string(".incuflow ") + selector + '{' + body + "}\n"; };
            const auto fill = [](const char* colour) { return std::string("fill:") + colour; };
            const auto stroke = [](const char* colour) { return std::string(";stroke:") + colour; };
            return rule("text", fill(ink)) + rule(".lane", fill(lane)) + rule(".stage", fill(box) + stroke(line)) +
                   rule(".outside", fill(start) + stroke(line)) + rule(".exit", fill(exit) + stroke(edge)) +
                   rule(".way", fill("none") + stroke(line)) + rule(".out", fill("none") + stroke(edge)) + rule(".tip", fill(line)) +
                   rule(".outtip", fill(edge)) + rule(".rate", fill(ink) + stroke(lane)) + rule(".note", fill(soft));
        };
        return "<style>\n.incuflow{font-family:\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif;"
               "font-size:13px}\n" +
               colours("#1f2933", "#52606d", "#486581", "#f0f4f8", "#ffffff", "#e4e7eb", "#fff3e6", "#b44d12") +
               ".incuflow .outside{stroke-dasharray:2 2}\n.incuflow .way{stroke-width:1.4}\n.incuflow .out{stroke-width:1;opacity:.75}\n"
               ".incuflow .unknown{stroke-dasharray:5 4}\n.incuflow .rate{font-size:11px;paint-order:stroke;stroke-width:3px}\n"
               ".incuflow .track{font-weight:bold}\n.incuflow .note{font-size:11px}\n@media (prefers-color-scheme:dark){\n" +
               colours("#e4e7eb", "#9fb3c8", "#9fb3c8", "#1f2933", "#323f4b", "#3e4c59", "#4a3420", "#f0a06a") +
               "}\n</style>\n"
               "<defs><marker id=\"incuflow-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
               "<path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker>"
               "<marker id=\"incuflow-outtip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
               "<path class=\"outtip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n";
    }

    // How far arcs reach above and below a lane's boxes: by the longest skip in each direction.
    void reaches(std::size_t t, double& above, double& below) const
    {
        above = below = 0.0;
        for (const DrawnEdge& edge : drawing_.edges) {
            const int from = column_of(t, edge.from);
            const int to = column_of(t, edge.to);
            if (from < 0 || to < 0) {
                continue;
            }
            const int span = to - from;
            if (span > 1) {
                above = std::max(above, arc_height(span));
            } else if (span < 0) {
                below = std::max(below, arc_height(-span));
            }
        }
    }

    static double arc_height(int span) { return 22.0 + 16.0 * (span - 1); }

    int column_of(std::size_t t, const std::string& id) const
    {
        const DrawnTrack& track = drawing_.tracks[t];
        for (std::size_t s = 0; s < track.stages.size(); ++s) {
            if (track.id + '.' + track.stages[s].id == id) {
                return static_cast<int>(s);
            }
        }
        return -1;
    }

    void place()
    {
        double y = margin;
        for (std::size_t t = 0; t < drawing_.tracks.size(); ++t) {
            double above = 0.0;
            double below = 0.0;
            reaches(t, above, below);
            const DrawnTrack& track = drawing_.tracks[t];
            lane_top_.push_back(y);
            double x = 2.0 * margin;
            const double top = y + 34.0 + above;
            for (std::size_t s = 0; s < track.stages.size(); ++s) {
                const DrawnStage& stage = track.stages[s];
                const double w = std::max(64.0, label_width(stage.label) + 22.0);
                boxes_[track.id + '.' + stage.id] = {x, top, w, stage.label, s == 0 ? "outside" : "stage", s, static_cast<int>(t), static_cast<int>(s)};
                x += w + gap;
            }
            y = top + box_height + below + 22.0;
            lane_bottom_.push_back(y - 8.0);
            width_ = std::max(width_, x - gap + 2.0 * margin);
        }
        if (!drawing_.exits.empty()) {
            y += 36.0;
            double x = 2.0 * margin;
            for (const DrawnStage& exit : drawing_.exits) {
                std::string label = exit.label;
                for (const DrawnEdge& edge : drawing_.edges) {
                    if (edge.from == "*" && edge.to == exit.id) {
                        label += " ← *" + (edge.label.empty() ? std::string() : " " + edge.label);
                    }
                }
                const double w = std::max(64.0, label_width(label) + 22.0);
                boxes_[exit.id] = {x, y, w, label, "exit", 0, -1, 0};
                for (const DrawnEdge& edge : drawing_.edges) {
                    if (edge.from == "*" && edge.to == exit.id && !edge.known) {
                        boxes_[exit.id].kind = "exit unknown";
                    }
                }
                x += w + 24.0;
            }
            width_ = std::max(width_, x + margin);
            y += box_height + 14.0;
        }
        notes_top_ = y + 6.0;
        for (const DrawnLink& link : drawing_.links) {
            width_ = std::max(width_, 4.0 * margin + 0.9 * label_width(link.text));
        }
        const std::size_t lines = drawing_.links.size() + (drawing_.unknown_note.empty() ? 0U : 1U);
        height_ = notes_top_ + 17.0 * static_cast<double>(lines) + margin;
    }

    std::string lane(std::size_t t) const
    {
        return "<rect class=\"lane\" x=\"" + px(margin) + "\" y=\"" + px(lane_top_[t]) + "\" width=\"" + px(width_ - 2.0 * margin) +
               "\" height=\"" + px(lane_bottom_[t] - lane_top_[t]) + "\" rx=\"8\"/>\n<text class=\"track\" x=\"" + px(margin + 12.0) +
               "\" y=\"" + px(lane_top_[t] + 20.0) + "\">" + escape_xml(drawing_.tracks[t].label) + "</text>\n";
    }

    static std::string box_svg(const Box& box)
    {
        return "<rect class=\"" + box.kind + "\" x=\"" + px(box.x) + "\" y=\"" + px(box.y) + "\" width=\"" + px(box.w) + "\" height=\"" +
               px(box_height) + "\" rx=\"6\"/>\n<text x=\"" + px(box.x + 0.5 * box.w) + "\" y=\"" + px(box.y + 24.0) +
               "\" text-anchor=\"middle\">" + escape_xml(box.label) + "</text>\n";
    }

    std::string arrow(const DrawnEdge& edge) const
    {
        const auto from = boxes_.find(edge.from);
        const auto to = boxes_.find(edge.to);
        if (from == boxes_.end() || to == boxes_.end()) {
            return {};
        }
        const Box& a = from->second;
        const Box& b = to->second;
        const std::string dash = edge.known ? "" : " unknown";
        if (b.lane < 0) {
            // Exits hang below: a thin curve from the box's lower side.
            const double x1 = a.x + 0.5 * a.w;
            const double y1 = a.y + box_height;
            const double x2 = b.x + 0.5 * b.w;
            const double bend = 0.45 * (b.y - y1);
            return path("out" + dash, "incuflow-outtip", "M" + px(x1) + ' ' + px(y1) + "C" + px(x1) + ' ' + px(y1 + bend) + ' ' + px(x2) + ' ' +
                                                              px(b.y - bend) + ' ' + px(x2) + ' ' + px(b.y - 1.0)) +
                   rate(edge.label, x1 + 4.0, y1 + 14.0, "start");
        }
        const int span = b.column - a.column;
        if (span == 1) {
            const double y = a.y + 0.5 * box_height;
            return path("way" + dash, "incuflow-tip", "M" + px(a.x + a.w) + ' ' + px(y) + "H" + px(b.x - 1.0)) +
                   rate(edge.label, 0.5 * (a.x + a.w + b.x), y - 6.0, "middle");
        }
        const bool back = span < 0;
        const double rise = arc_height(back ? -span : span) * (back ? 1.0 : -1.0);
        const double y = back ? a.y + box_height : a.y;
        // Arcs leave and arrive a little to the side, so that several at one box stay apart.
        const double shift = back ? -8.0 : 8.0;
        const double x1 = a.x + 0.5 * a.w + shift;
        const double x2 = b.x + 0.5 * b.w - shift;
        return path("way" + dash, "incuflow-tip", "M" + px(x1) + ' ' + px(y) + "C" + px(x1) + ' ' + px(y + 1.3 * rise) + ' ' + px(x2) + ' ' +
                                                      px(y + 1.3 * rise) + ' ' + px(x2) + ' ' + px(y + (back ? 1.0 : -1.0))) +
               rate(edge.label, 0.5 * (x1 + x2), y + rise + (back ? 8.0 : -1.0), "middle");
    }

    static std::string path(const std::string& css, const std::string& tip, const std::string& d)
    {
        return "<path class=\"" + css + "\" marker-end=\"url(#" + tip + ")\" d=\"" + d + "\"/>\n";
    }

    static std::string rate(const std::string& label, double x, double y, const char* anchor)
    {
        return label.empty() ? std::string()
                             : "<text class=\"rate\" x=\"" + px(x) + "\" y=\"" + px(y) + "\" text-anchor=\"" + anchor + "\">" +
                                   escape_xml(label) + "</text>\n";
    }

    std::string notes() const
    {
        std::string text;
        double y = notes_top_ + 10.0;
        const auto line = [&](const std::string& note) {
            text += "<text class=\"note\" x=\"" + px(2.0 * margin) + "\" y=\"" + px(y) + "\">" + escape_xml(note) + "</text>\n";
            y += 17.0;
        };
        for (const DrawnLink& link : drawing_.links) {
            line((link.trigger ? "⇒ " : "× ") + link.text);
        }
        if (!drawing_.unknown_note.empty()) {
            line(drawing_.unknown_note);
        }
        return text;
    }

    const Drawing& drawing_;
    std::map<std::string, Box> boxes_{};
    std::vector<double> lane_top_{};
    std::vector<double> lane_bottom_{};
    double width_{320.0};
    double height_{};
    double notes_top_{};
};

}  // namespace detail

INCUFLOW_INLINE std::string to_svg(const Drawing& drawing) { return detail::SvgWriter(drawing).run(); }

INCUFLOW_END

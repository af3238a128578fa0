// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include <algorithm>
#include <tuple>

INCUFLOW_BEGIN

namespace detail {

namespace {

constexpr std::size_t most_faults = 1000;
// More are not even collected: a large file of nothing but faults must not fill the memory.
constexpr std::size_t most_collected = 100000;

// The longest part of `key` that `map` knows; null if there is none.
template <class Value>
const std::pair<const std::string, Value>* longest_part(const std::map<std::string, Value, std::less<>>& map, std::string_view key)
{
    std::size_t length = key.size();
    for (;;) {
        const auto at = map.find(key.substr(0, length));
        if (at != map.end()) {
            return &*at;
        }
        // Back to the dot or bracket before; a part that ends with its dot counts too (`target.` where an id is missing).
        const bool dotted = length > 0 && key[length - 1] == '.';
        const std::size_t cut = length == 0 ? std::string_view::npos : key.find_last_of(".[", length - 1);
        if (cut == std::string_view::npos) {
            return nullptr;
        }
        length = dotted || key[cut] == '[' ? cut : cut + 1;
    }
}

}  // namespace

void KeyPlaces::set(const std::string& key, const FilePosition& position) { positions_[key] = position; }

void KeyPlaces::set_if_absent(const std::string& key, const FilePosition& position) { positions_.emplace(key, position); }

void KeyPlaces::alias(const std::string& key, const std::string& file_key) { aliases_[key] = file_key; }

std::pair<std::string, FilePosition> KeyPlaces::find(const std::string& key) const
{
    std::string spelled = key;
    if (const auto* alias = longest_part(aliases_, key)) {
        spelled = alias->second + key.substr(alias->first.size());
    }
    const auto* known = longest_part(positions_, spelled);
    return {spelled, known == nullptr ? FilePosition{} : known->second};
}

Place StudyReading::place(const std::string& key, const FilePosition& position) const
{
    // What stands nowhere is reported at the beginning of the study's file.
    const auto file = static_cast<std::size_t>(position.line > 0 ? position.file : 0);
    return {file < files.size() ? files[file] : std::string(), std::max(position.line, 1), std::max(position.column, 1), key};
}

void StudyReading::add(std::string code, Arguments arguments, const std::string& key, const FilePosition& position)
{
    if (faults.size() < most_collected) {
        faults.push_back({std::move(code), std::move(arguments), place(key, position)});
    }
}

void StudyReading::add(std::string code, Arguments arguments, const std::string& key)
{
    add(std::move(code), std::move(arguments), key, places.find(key).second);
}

bool lies_in(std::string_view key, std::string_view part) noexcept
{
    return key.starts_with(part) && (key.size() == part.size() || key[part.size()] == '.' || key[part.size()] == '[');
}

std::vector<Fault> in_reading_order(std::vector<Fault> faults, const std::vector<std::string>& files)
{
    const auto order = [&](const Fault& fault) {
        const auto file = std::find(files.begin(), files.end(), fault.place.file);
        return std::tuple(file - files.begin(), fault.place.line, fault.place.column);
    };
    std::stable_sort(faults.begin(), faults.end(), [&](const Fault& a, const Fault& b) { return order(a) < order(b); });
    std::vector<Fault> kept;
    for (Fault& fault : faults) {
        // Equal faults stand at one position, so they are near each other.
        bool said = false;
        for (std::size_t i = kept.size(); i > 0 && !said && order(kept[i - 1]) == order(fault); --i) {
            said = kept[i - 1] == fault;
        }
        if (said) {
            continue;
        }
        if (kept.size() == most_faults) {
            kept.push_back({"io.more_faults", {{"allowed", std::to_string(most_faults)}}, {files.front(), 0, 0, {}}});
            break;
        }
        kept.push_back(std::move(fault));
    }
    return kept;
}

namespace {

// True if the fault speaks of the number itself, wherever it is used.
bool is_about_a_number(const Fault& fault)
{
    return fault.code.starts_with("units.") || fault.code == "study.unknown_source" || fault.code == "study.unknown_target";
}

bool is_about_a_name(const Fault& fault)
{
    return fault.code.starts_with("model.unknown_") || fault.code.starts_with("model.no_") || fault.code.starts_with("study.unknown_");
}

// The key that was meant by a misspelled one; empty if none is near.
std::string meant_key(const Fault& fault)
{
    std::string given;
    std::string nearest;
    for (const auto& [name, value] : fault.arguments) {
        given = name == "given" ? value : given;
        nearest = name == "nearest" ? value : nearest;
    }
    const std::string& key = fault.place.key;
    const bool misspelled = fault.code == "io.unknown_key" && !nearest.empty() && key.size() >= given.size();
    return misspelled ? key.substr(0, key.size() - given.size()) + nearest : std::string();
}

}  // namespace

std::vector<Fault> merge_faults(const StudyReading& reading, const std::vector<Fault>& of_model)
{
    std::vector<Fault> all = reading.faults;
    // Keys whose faults are explained by a fault of reading.
    std::vector<std::string> meant;
    for (const Fault& read : reading.faults) {
        const std::string& key = read.place.key;
        if (std::string misspelled = meant_key(read); !misspelled.empty()) {
            meant.push_back(std::move(misspelled));
        }
        if (constexpr std::string_view period = ".period"; key.ends_with(period)) {
            const std::string target = key.substr(0, key.size() - period.size());
            meant.push_back(target + ".since");
            meant.push_back(target + ".due");
        }
    }
    for (const Fault& fault : of_model) {
        std::string key = reading.places.find(fault.place.key).first;
        if (is_about_a_number(fault)) {
            for (const auto& [path, parameter] : reading.references) {
                if (lies_in(key, path)) {
                    key = reading.places.find("parameter." + parameter + key.substr(path.size())).first;
                    break;
                }
            }
        }
        // A key that was not understood explains the faults around it, and those of the key that was meant.
        const bool follows =
            std::any_of(reading.faults.begin(), reading.faults.end(),
                        [&](const Fault& read) { return lies_in(key, read.place.key) || lies_in(read.place.key, key); }) ||
            std::any_of(meant.begin(), meant.end(), [&](const std::string& other) { return lies_in(key, other); });
        if (follows || (reading.names_incomplete && is_about_a_name(fault))) {
            continue;
        }
        all.push_back({fault.code, fault.arguments, reading.place(key, reading.places.find(key).second)});
    }
    return in_reading_order(std::move(all), reading.files);
}

}  // namespace detail

INCUFLOW_END

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// Language of messages, labels and tables.
enum class Language { en, zh };

/// Named arguments of a message, in the order they were given.
using Arguments = std::vector<std::pair<std::string, std::string>>;

/// Where a fault stands: a file position, a key path such as `transition[2].per_year.mid`, or both. Empty and 0 mean "not known".
struct Place {
    std::string file{};
    int line{};
    int column{};
    std::string key{};

    friend bool operator==(const Place&, const Place&) = default;
};

/// One thing that is wrong: a code of the message catalogue, what fills its blanks, and where.
struct Fault {
    std::string code{};
    Arguments arguments{};
    Place place{};

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// The sentence for a fault, preceded by its place (`file:line:column: key: sentence`).
/// An unknown code gives the code itself and its arguments, so a report is never lost.
[[nodiscard]] INCUFLOW_EXPORT std::string describe(const Fault& fault, Language language = Language::en);

/// Root of the tree. Carries every fault that was found, not only the first. Copies share the faults, so that copying an exception,
/// which happens while it is in flight, cannot throw.
class INCUFLOW_EXPORT Error : public std::runtime_error {
public:
    explicit Error(std::vector<Fault> faults);
    Error(std::string code, Arguments arguments = {}, Place place = {});
    Error(const Error&) noexcept = default;
    Error& operator=(const Error&) noexcept = default;
    ~Error() override;

    /// Code and arguments of the first fault.
    [[nodiscard]] const std::string& code() const noexcept { return faults_->front().code; }
    [[nodiscard]] const Arguments& arguments() const noexcept { return faults_->front().arguments; }
    [[nodiscard]] const std::vector<Fault>& faults() const noexcept { return *faults_; }
    /// All faults, one a line.
    [[nodiscard]] std::string message(Language language) const;

private:
    std::shared_ptr<const std::vector<Fault>> faults_;
};

/// A pipeline that cannot be built: unknown or doubled names, cycles of triggers, shared exits that clash.
class INCUFLOW_EXPORT GraphError : public Error {
public:
    using Error::Error;
    ~GraphError() override;
};

/// A number out of its range, or of the wrong kind.
class INCUFLOW_EXPORT ParameterError : public Error {
public:
    using Error::Error;
    ~ParameterError() override;
};

/// Data handed in that contradict themselves.
class INCUFLOW_EXPORT DataError : public Error {
public:
    using Error::Error;
    ~DataError() override;
};

/// A study file or study object with faults; each has file, line, column and key path where there is a file.
class INCUFLOW_EXPORT StudyError : public Error {
public:
    using Error::Error;
    ~StudyError() override;
};

/// A computation that cannot reach its stated accuracy.
class INCUFLOW_EXPORT NumericError : public Error {
public:
    using Error::Error;
    ~NumericError() override;
};

/// A study that this engine cannot represent; the message names what is in the way.
class INCUFLOW_EXPORT EngineError : public Error {
public:
    using Error::Error;
    ~EngineError() override;
};

/// A path that cannot be read or written.
class INCUFLOW_EXPORT OutputError : public Error {
public:
    using Error::Error;
    ~OutputError() override;
};

/// `zh` or `en`. Throws ParameterError("base.language").
[[nodiscard]] INCUFLOW_EXPORT Language parse_language(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/base/errors.ipp"
#endif

// SPDX-License-Identifier: Apache-2.0
// Bytes, folders and includes: what a study file may be, and that a saved one is whole or not there.

#include "full_study.hpp"
#include "incuflow/io.hpp"
#include "support/faults.hpp"
#include "support/folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace inc = incuflow;
namespace fs = std::filesystem;

namespace {

const std::string head = "format = 1\nid = \"s\"\nbase_date = 2020-12-31\nend_date = 2022-12-31\n";
const std::string track = "[track.t]\nchain = \"a—b\"\nids = [\"a\", \"b\"]\n";

inc::Fault only_fault(const std::string& path)
{
    const auto faults = faults_of<inc::StudyError>([&] { (void)inc::load_study(path); });
    REQUIRE(faults.size() == 1);
    return faults.front();
}

std::string utf16(const std::string& ascii, bool big, bool mark)
{
    std::string bytes = !mark ? "" : big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
    }
    return bytes;
}

TEST_CASE("a study is read from a file, also with a UTF-8 byte-order mark")
{
    const Folder folder;
    const std::string path = folder.write("s.toml", "\xEF\xBB\xBF" + full_study());
    CHECK(inc::load_study(path) == inc::parse_study(full_study()));
}

TEST_CASE("other encodings are refused by name")
{
    const Folder folder;
    const std::vector<std::pair<std::string, std::string>> cases{{utf16(head, false, true), "UTF-16 (little endian)"},
                                                                 {utf16(head, true, true), "UTF-16 (big endian)"},
                                                                 {utf16(head, false, false), "UTF-16 (little endian)"},
                                                                 {utf16(head, true, false), "UTF-16 (big endian)"},
                                                                 {std::string("\xFF\xFE\0\0f\0\0\0", 8), "UTF-32 (little endian)"},
                                                                 {std::string("\0\0\xFE\xFF\0\0\0f", 8), "UTF-32 (big endian)"},
                                                                 {std::string("f\0\0\0o\0\0\0", 8), "UTF-32 (little endian)"},
                                                                 {std::string("\0\0\0f\0\0\0o", 8), "UTF-32 (big endian)"}};
    for (const auto& [bytes, name] : cases) {
        INFO(name);
        const auto fault = only_fault(folder.write("s.toml", bytes));
        CHECK(fault.code == "io.wrong_encoding");
        CHECK(argument(fault, "given") == name);
        CHECK(fault.place.file == folder.at("s.toml"));
    }
}

TEST_CASE("the first byte that is not UTF-8 is named with its place")
{
    const Folder folder;
    // GB 18030 for 毕业, as an old editor saves it.
    const auto fault = only_fault(folder.write("s.toml", "\xEF\xBB\xBF" + head + "# 企 \xB1\xCF\xD2\xB5\n"));
    CHECK(fault.code == "io.not_utf8");
    CHECK(argument(fault, "given") == "0xB1");
    CHECK(argument(fault, "byte") == std::to_string(3 + head.size() + 6));
    CHECK(fault.place.line == 5);
    CHECK(fault.place.column == 5);
}

TEST_CASE("8 MiB is the most a file may have")
{
    const Folder folder;
    const std::size_t most = std::size_t{8} * 1024 * 1024;
    std::string text = head + track + "# ";
    text.resize(most, 'x');
    CHECK_NOTHROW((void)inc::load_study(folder.write("s.toml", text)));
    const auto fault = only_fault(folder.write("s.toml", text + 'x'));
    CHECK(fault.code == "io.too_large");
    CHECK(argument(fault, "allowed") == "8 MiB");
    CHECK(has_code(faults_of<inc::StudyError>([&] { (void)inc::parse_study(text + 'x'); }), "io.too_large"));
}

TEST_CASE("what is not TOML is said with its line")
{
    const Folder folder;
    const auto fault = only_fault(folder.write("s.toml", head + "title = \n"));
    CHECK(fault.code == "io.not_toml");
    CHECK(fault.place.line == 5);
    CHECK_FALSE(argument(fault, "reason").empty());
    for (const char* text : {"[{a]\n", "[[ {a]]\n", "  [=]\n", "a = [1、2]\n", "é = 1\n", "x = \"\"\"\\\n、\n", "\"", "[", "a", "a.", "a = \"\\uD800\"\n", "a = 9999999999999999999\n", "a = 2020-13-01\n", "[a]\n[a]\n"}) {
        INFO(text);
        const auto faults = faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + text, "s.toml"); });
        CHECK(faults.front().code == "io.not_toml");
        CHECK(faults.front().place.line >= 5);
    }
    CHECK(has_code(faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + "[a\n\"b\" 3"); }), "io.not_toml"));
}

TEST_CASE("keys and lists deeper than any study are refused, not followed")
{
    std::string key = "a";
    for (int i = 0; i < 100000; ++i) {
        key += ".a";
    }
    const auto faults = faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + key + " = 1\n", "s.toml"); });
    CHECK(faults.front().code == "io.too_deep");
    CHECK(faults.front().place.line == 5);
    CHECK_FALSE(argument(faults.front(), "allowed").empty());
    // Dots inside texts, comments and numbers are no depth.
    CHECK_NOTHROW((void)inc::parse_study("# " + key + "\n" + head + "title = \"" + key + "\"\n" + track));
    const std::string brackets(100000, '[');
    CHECK(has_code(faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + "notes = " + brackets); }), "io.not_toml"));
    std::string tables;
    for (int i = 0; i < 100000; ++i) {
        tables += "{a=";
    }
    CHECK(has_code(faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + "notes = " + tables); }), "io.not_toml"));
}

TEST_CASE("lists and tables longer than any study are refused before they are compared")
{
    const auto outcomes = [](int n) {
        std::string text;
        for (int i = 0; i < n; ++i) {
            text += "[[outcome]]\ntext = \"x\"\n";
        }
        return text;
    };
    CHECK_NOTHROW((void)inc::parse_study(head + track + outcomes(2000)));
    const auto faults = faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + track + outcomes(2001)); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "io.too_many");
    CHECK(argument(faults[0], "given") == "2001");
    CHECK(argument(faults[0], "allowed") == "2000");
    CHECK(faults[0].place.key == "outcome");
    CHECK(faults[0].place.line == 8 + 2 * 2000);
    std::string exits;
    for (int i = 0; i < 2001; ++i) {
        exits += "[exit.e" + std::to_string(i) + "]\n";
    }
    CHECK(has_fault(faults_of<inc::StudyError>([&] { (void)inc::parse_study(head + track + exits); }), "io.too_many", "exit"));
    // Together with what is included.
    const Folder folder;
    folder.write("more.toml", outcomes(1500));
    CHECK(only_fault(folder.write("s.toml", "include = [\"more.toml\"]\n" + head + track + outcomes(1000))).code == "io.too_many");
}

TEST_CASE("long names are compared with nothing")
{
    const std::string longest(1000000, 'a');
    const auto faults = faults_of<inc::StudyError>([&] {
        (void)inc::parse_study(head + "[track.t]\nstages = [{ id = \"" + longest + "\" }]\n[[stock]]\nat = \"t." + longest + "b\"\nvalue = { kind = \"unknown\", reason = \"x\" }\n");
    });
    CHECK(has_code(faults, "model.unknown_stage"));
    CHECK(argument(faults.front(), "nearest").empty());
}

TEST_CASE("the format is asked for, and only format 1 is read")
{
    const auto missing = faults_of<inc::StudyError>([&] { (void)inc::parse_study("id = \"s\"\n", "s.toml"); });
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].code == "io.format_missing");
    CHECK(argument(missing[0], "expected") == "format = 1");
    for (const char* given : {"2", "0", "\"1\"", "1.0"}) {
        const auto unknown = faults_of<inc::StudyError>([&] { (void)inc::parse_study(std::string("zzz = 1\nformat = ") + given + "\n", "s.toml"); });
        // Another format has other keys, so none of them is reported.
        REQUIRE(unknown.size() == 1);
        CHECK(unknown[0].code == "io.format_unknown");
        CHECK(argument(unknown[0], "allowed") == "1");
        CHECK(unknown[0].place.line == 2);
    }
}

TEST_CASE("files that cannot be read")
{
    const Folder folder;
    const auto absent = only_fault(folder.at("absent.toml"));
    CHECK(absent.code == "io.cannot_read");
    CHECK(argument(absent, "path") == folder.at("absent.toml"));
    CHECK_FALSE(argument(absent, "reason").empty());
    CHECK(only_fault(folder.path().string()).code == "io.cannot_read");
    REQUIRE(::mkfifo(folder.at("pipe").c_str(), 0600) == 0);
    CHECK(argument(only_fault(folder.at("pipe")), "reason") == "not a file");
    if (::geteuid() != 0) {
        const std::string locked = folder.write("locked.toml", head);
        fs::permissions(locked, fs::perms::none);
        CHECK(only_fault(locked).code == "io.cannot_read");
    }
}

TEST_CASE("tables of included files come first; lists grow, maps take in ids")
{
    const Folder folder;
    folder.write("part/tracks.toml", "[track.u]\nstages = [{ id = \"x\" }]\n[[outcome]]\ntext = \"first\"\n[source.one]\ntitle = \"1\"\n");
    folder.write("more.toml", "format = 1\n[[outcome]]\ntext = \"second\"\n[source.two]\ntitle = \"2\"\n");
    const std::string path = folder.write("s.toml", "include = [\"part/tracks.toml\", \"more.toml\"]\n" + head + track + "[[outcome]]\ntext = \"third\"\n[source.three]\ntitle = \"3\"\n");
    const inc::Study study = inc::load_study(path);
    REQUIRE(study.parts().outcomes.size() == 3);
    CHECK(study.parts().outcomes[0].text.en == "first");
    CHECK(study.parts().outcomes[1].text.en == "second");
    CHECK(study.parts().outcomes[2].text.en == "third");
    CHECK(study.parts().sources.size() == 3);
    CHECK(study.parts().pipeline.tracks.size() == 2);
    // What is written is one file.
    CHECK(inc::parse_study(inc::to_toml(study)) == study);

    // Faults name the file they stand in.
    folder.write("more.toml", "[[outcome]]\ntext = \"second\"\nzzz = 1\n");
    const auto fault = only_fault(path);
    CHECK(fault.code == "io.unknown_key");
    CHECK(fault.place.file == folder.at("more.toml"));
    CHECK(fault.place.line == 3);
    CHECK(fault.place.key == "outcome[1].zzz");
}

TEST_CASE("what is given twice names both places")
{
    const Folder folder;
    folder.write("more.toml", "id = \"other\"\n[source.one]\ntitle = \"1\"\n");
    const std::string path = folder.write("s.toml", "include = [\"more.toml\"]\n" + head + track + "[source.one]\ntitle = \"2\"\n");
    const auto faults = faults_of<inc::StudyError>([&] { (void)inc::load_study(path); });
    REQUIRE(faults.size() == 2);
    CHECK(has_fault(faults, "io.defined_twice", "id"));
    CHECK(has_fault(faults, "io.defined_twice", "source.one"));
    for (const auto& fault : faults) {
        CHECK(fault.place.file == path);
        CHECK(argument(fault, "first") == folder.at("more.toml") + (fault.place.key == "id" ? ":1" : ":2"));
    }
    CHECK(faults[0].place.line == 3);
    CHECK(faults[1].place.line == 9);
}

TEST_CASE("an include stays in the study's folder")
{
    const Folder outer;
    outer.write("secret.toml", "[source.one]\ntitle = \"1\"\n");
    outer.write("study/inside.toml", "[source.one]\ntitle = \"1\"\n");
    fs::create_symlink(outer.at("secret.toml"), outer.at("study/link.toml"));
    fs::create_directory_symlink(outer.path(), outer.at("study/up"));
    fs::create_symlink(outer.at("study/inside.toml"), outer.at("study/near.toml"));
    const auto load = [&](const std::string& include) {
        return outer.write("study/s.toml", "include = [\"" + include + "\"]\n" + head + track);
    };
    for (const std::string& leads_out : {std::string("../secret.toml"), std::string("./../secret.toml"), std::string("up/secret.toml"), std::string("link.toml"),
                                         outer.at("study/inside.toml"), std::string("a/../inside.toml"), std::string(), std::string("inside.toml\\u0000")}) {
        INFO(leads_out);
        const auto fault = only_fault(load(leads_out));
        CHECK(fault.code == "io.include_outside");
        CHECK(fault.place.key == "include[0]");
        CHECK(fault.place.line == 1);
        CHECK(fault.place.column == 12);
    }
    CHECK(argument(only_fault(load("../secret.toml")), "given") == "../secret.toml");
    CHECK_NOTHROW((void)inc::load_study(load("inside.toml")));
    // A link that stays inside is a file like any other.
    CHECK_NOTHROW((void)inc::load_study(load("near.toml")));
}

TEST_CASE("includes that cannot be followed")
{
    const Folder folder;
    const auto load = [&](const std::string& list) { return folder.write("s.toml", "include = [" + list + "]\n" + head + track); };
    const auto absent = only_fault(load("\"absent.toml\""));
    CHECK(absent.code == "io.include_unreadable");
    CHECK(argument(absent, "given") == "absent.toml");
    fs::create_directory(folder.at("folder"));
    CHECK(only_fault(load("\"folder\"")).code == "io.include_unreadable");
    folder.write("more.toml", "[source.one]\ntitle = \"1\"\n");
    const auto twice = only_fault(load("\"more.toml\", \"./more.toml\""));
    CHECK(twice.code == "io.include_twice");
    CHECK(twice.place.key == "include[1]");
    CHECK(only_fault(load("\"s.toml\"")).code == "io.include_twice");
    folder.write("nested.toml", "include = [\"more.toml\"]\n");
    const auto nested = only_fault(load("\"nested.toml\""));
    CHECK(nested.code == "io.include_nested");
    CHECK(nested.place.file == folder.at("nested.toml"));
    // A file that is no study says so under its own name.
    folder.write("more.toml", "[source");
    const auto broken = only_fault(load("\"more.toml\""));
    CHECK(broken.code == "io.not_toml");
    CHECK(broken.place.file == folder.at("more.toml"));
    const auto text = faults_of<inc::StudyError>([&] { (void)inc::parse_study("include = [\"a.toml\"]\n" + head + track); });
    CHECK(text.front().code == "io.include_in_text");
    CHECK(argument(text.front(), "given") == "a.toml");
}

TEST_CASE("a study is saved whole, over an old file and through a link")
{
    const Folder folder;
    const inc::Study study = inc::parse_study(full_study());
    inc::save_study(study, folder.at("s.toml"));
    CHECK(folder.read("s.toml") == inc::to_toml(study));
    CHECK(inc::load_study(folder.at("s.toml")) == study);
    folder.write("old.toml", "something else");
    fs::create_symlink(folder.at("old.toml"), folder.at("link.toml"));
    inc::save_study(study, folder.at("link.toml"));
    CHECK(fs::is_symlink(folder.at("link.toml")));
    CHECK(folder.read("old.toml") == inc::to_toml(study));
    CHECK(folder.entries() == 3);
}

TEST_CASE("a study that cannot be saved leaves nothing behind")
{
    const Folder folder;
    const inc::Study study = inc::parse_study(full_study());
    const auto refused = [&](const std::string& path) {
        const auto faults = faults_of<inc::OutputError>([&] { inc::save_study(study, path); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "io.cannot_write");
        CHECK(argument(faults[0], "path") == path);
        CHECK_FALSE(argument(faults[0], "reason").empty());
    };
    refused(folder.at("absent/s.toml"));
    fs::create_directory(folder.at("is_a_folder"));
    refused(folder.at("is_a_folder"));
    refused("");
    folder.write("plain", "x");
    refused(folder.at("plain/s.toml"));
    CHECK(folder.entries() == 2);
    if (::geteuid() != 0) {
        fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
        refused(folder.at("s.toml"));
        fs::permissions(folder.path(), fs::perms::owner_all);
        CHECK(folder.entries() == 2);
    }
    // Where even root may not write.
    if (fs::exists("/proc/self")) {
        refused("/proc/incuflow-s.toml");
    }
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctype>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// A strict reader of JSON (RFC 8259), for what the library writes. Keys given twice are an error.
struct Json {
    char type = 'n';  // object, array, string, number, true, false, null by first letter
    std::string text;
    std::vector<Json> items;
    std::map<std::string, Json> members;

    [[nodiscard]] const Json& operator[](const std::string& key) const { return members.at(key); }
    [[nodiscard]] bool has(const std::string& key) const { return members.find(key) != members.end(); }
};

class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    Json read()
    {
        Json value = any();
        blanks();
        if (at_ != text_.size()) {
            throw std::runtime_error("more behind the value");
        }
        return value;
    }

private:
    void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

    char next()
    {
        blanks();
        if (at_ == text_.size()) {
            throw std::runtime_error("end of text");
        }
        return text_[at_];
    }

    void expect(char c)
    {
        if (next() != c) {
            throw std::runtime_error(std::string("expected ") + c + " at " + std::to_string(at_));
        }
        ++at_;
    }

    Json any()
    {
        const char c = next();
        Json value;
        if (c == '{') {
            return object();
        }
        if (c == '[') {
            value.type = 'a';
            ++at_;
            while (next() != ']') {
                if (!value.items.empty()) {
                    expect(',');
                }
                value.items.push_back(any());
            }
            ++at_;
            return value;
        }
        if (c == '"') {
            value.type = 's';
            value.text = string();
            return value;
        }
        for (const std::string_view word : {"true", "false", "null"}) {
            if (text_.substr(at_, word.size()) == word) {
                value.type = word.front();
                at_ += word.size();
                return value;
            }
        }
        value.type = 'd';
        const std::size_t end = std::min(text_.find_first_not_of("+-.eE0123456789", at_), text_.size());
        if (end == at_) {
            throw std::runtime_error("no value at " + std::to_string(at_));
        }
        value.text = std::string(text_.substr(at_, end - at_));
        at_ = end;
        return value;
    }

    Json object()
    {
        Json value;
        value.type = 'o';
        expect('{');
        while (next() != '}') {
            if (!value.members.empty()) {
                expect(',');
            }
            next();
            const std::string key = string();
            expect(':');
            if (!value.members.emplace(key, any()).second) {
                throw std::runtime_error("key given twice: " + key);
            }
        }
        ++at_;
        return value;
    }

    std::string string()
    {
        expect('"');
        std::string value;
        while (at_ < text_.size() && text_[at_] != '"') {
            const char c = text_[at_++];
            if (static_cast<unsigned char>(c) < 0x20) {
                throw std::runtime_error("control character in a string");
            }
            if (c == '\\') {
                if (at_ == text_.size() || std::string_view("\"\\/bfnrtu").find(text_[at_]) == std::string_view::npos) {
                    throw std::runtime_error("bad escape");
                }
                value += text_[at_++];
                continue;
            }
            value += c;
        }
        expect('"');
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

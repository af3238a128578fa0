// SPDX-License-Identifier: Apache-2.0
// A program around that shared library: two studies on two threads, a forked child after threads, a locale with decimal commas, and errors
// that cross two library borders. Prints what it saw; any difference ends it with another status.
#include "forecasts.hpp"

#include <incuflow/io.hpp>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <locale>
#include <stdexcept>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr const char* names[] = {"torch-2016-2020", "dabancheng-2023-2025"};

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "not so: %s\n", what);
        std::exit(1);
    }
}

void comma_decimals(const std::string& alone)
{
    const char* locale = std::getenv("HOST_LOCALE");
    if (locale == nullptr) {
        std::puts("skipped: no locale with decimal commas");
        return;
    }
    require(std::setlocale(LC_ALL, locale) != nullptr, "the locale is there");
    std::locale::global(std::locale(locale));
    char text[16];
    std::snprintf(text, sizeof text, "%.1f", 0.5);
    require(text[1] == ',', "this locale writes decimal commas");
    const std::string there = run_preset(names[0], 20);
    std::setlocale(LC_ALL, "C");
    std::locale::global(std::locale::classic());
    require(there == alone, "a locale with decimal commas changes nothing");
    std::printf("locale %s: the same bytes\n", locale);
}

}  // namespace

int main()
{
    // Errors.
    try {
        fail_with_unknown_preset();
        require(false, "an unknown preset is refused");
    } catch (const incuflow::StudyError& error) {
        require(error.code() == "io.unknown_preset", "code() crosses the border");
        require(error.arguments().at(0) == std::make_pair(std::string("given"), std::string("torch-2016-202")), "arguments cross it");
        require(dynamic_cast<const std::runtime_error*>(static_cast<const std::exception*>(&error)) != nullptr, "it is a std::runtime_error");
    }
    try {
        fail_with_unknown_preset();
    } catch (const std::exception& error) {
        require(dynamic_cast<const incuflow::StudyError*>(&error) != nullptr, "its type is one on both sides");
    }
    require(caught_inside() == "numeric.mean_negative -1", "an error is caught behind hidden visibility");
    std::puts("errors: caught by type, with code and arguments, on both sides of the border");

    // Two studies on two threads, each with threads of its own.
    std::string serial[2];
    for (int i = 0; i < 2; ++i) {
        serial[i] = run_preset(names[i], 20);
    }
    std::string threaded[2];
    std::thread first([&] { threaded[0] = run_preset(names[0], 20); });
    std::thread second([&] { threaded[1] = run_preset(names[1], 20); });
    first.join();
    second.join();
    require(serial[0] == threaded[0] && serial[1] == threaded[1], "two studies on two threads give what one after the other gives");
    std::puts("two studies on two threads: the same bytes");

    // A child of a process that had threads: none may be left that the child would wait for.
    std::cout.flush();
    std::fflush(stdout);
    const pid_t child = ::fork();
    require(child >= 0, "fork");
    if (child == 0) {
        ::alarm(60);
        ::_exit(run_preset(names[0], 20) == serial[0] ? 0 : 3);
    }
    int status = 0;
    require(::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0, "a forked child runs the same");
    std::puts("a forked child after threads: the same bytes");

    comma_decimals(serial[0]);
    return 0;
}

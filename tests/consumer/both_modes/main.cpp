// SPDX-License-Identifier: Apache-2.0
// One program that holds the same forecast twice: header-only and linked with incuflow::compiled. `both_modes WHICH` runs one of them; no word
// runs both, each on a thread of its own.
#include <cstdlib>
#include <cstring>
#include <thread>

int header_only_main();
int compiled_main();

int main(int argc, char** argv)
{
    if (argc > 1) {
        return std::strcmp(argv[1], "header_only") == 0 ? header_only_main() : compiled_main();
    }
    int first = 1;
    int second = 1;
    std::thread one([&] { first = header_only_main(); });
    std::thread two([&] { second = compiled_main(); });
    one.join();
    two.join();
    return first + second;
}

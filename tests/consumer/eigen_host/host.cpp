// SPDX-License-Identifier: Apache-2.0
// A host that uses Eigen itself, built for wider registers than the library: alignment and code of the two must not meet.
#include <Eigen/Dense>

#include <cstdio>

int consumer_main();

#define main consumer_main
#include "../main.cpp"
#undef main

int main()
{
    // Fixed-size vectorisable types and a decomposition, whose code differs between instruction sets.
    const Eigen::Matrix4d a = Eigen::Matrix4d::Random() + 4.0 * Eigen::Matrix4d::Identity();
    const Eigen::MatrixXd b = Eigen::MatrixXd::Random(7, 7) + 7.0 * Eigen::MatrixXd::Identity(7, 7);
    const double check = (a * a.inverse() - Eigen::Matrix4d::Identity()).norm() + (b * b.partialPivLu().inverse()).trace() - 7.0;
    if (!(check < 1e-9)) {
        return 3;
    }
    return consumer_main();
}

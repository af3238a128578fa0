// SPDX-License-Identifier: Apache-2.0
// A host that uses Eigen itself, built for wider registers than the library: alignment and code of the two must not meet.
#include <incuflow/eigen.hpp>

#include <Eigen/Dense>

#include <cmath>
#include <vector>

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
    // The library's results through the opt-in views, in this host's own Eigen code.
    const inc::GeneratorIntegrals step = inc::generator_integrals(std::vector<double>{-0.5, 0.5, 0.0, 0.0}, 2, 1.0);
    const Eigen::MatrixXd two_steps = inc::transition_view(step) * inc::transition_view(step);
    if (!(std::fabs(two_steps(0, 0) - std::exp(-1.0)) < 1e-15)) {
        return 4;
    }
    return consumer_main();
}

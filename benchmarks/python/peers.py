# SPDX-License-Identifier: Apache-2.0
"""The peers: the same work with NumPy and SciPy, in the quickest forms known to us."""

import networkx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow


def propagate_matmul(start, matrices, steps):
    """One batched product a step."""
    out = np.empty((start.shape[0], steps + 1, start.shape[1]))
    out[:, 0] = start
    for k in range(steps):
        np.matmul(out[:, k, None], matrices, out=out[:, k + 1, None])
    return out


def propagate_einsum(start, matrices, steps):
    """The same as one sum a step."""
    out = np.empty((start.shape[0], steps + 1, start.shape[1]))
    out[:, 0] = start
    for k in range(steps):
        np.einsum("di,dij->dj", out[:, k], matrices, out=out[:, k + 1])
    return out


def propagate_draws_last(start, matrices, steps):
    """Draws along the fastest axis, so that NumPy's inner loops are long; turned to (draw, time, stage) at the end."""
    n = start.shape[1]
    moves = np.ascontiguousarray(matrices.transpose(1, 2, 0))
    kept = np.zeros((steps + 1, n, start.shape[0]))
    kept[0] = start.T
    product = np.empty((n, start.shape[0]))
    for k in range(steps):
        now, then = kept[k], kept[k + 1]
        for i in range(n):
            np.multiply(now[i], moves[i], out=product)
            then += product
    return np.ascontiguousarray(kept.transpose(2, 0, 1))


def propagate_doubling(start, matrices, steps):
    """Twice as many steps with every product: the next 2^m steps are the first 2^m times the 2^m-th power."""
    out = np.empty((start.shape[0], steps + 1, start.shape[1]))
    out[:, 0] = start
    power, done = matrices, 1
    while done <= steps:
        count = min(done, steps + 1 - done)
        np.matmul(out[:, :count], power, out=out[:, done : done + count])
        done += count
        if done <= steps:
            power = power @ power
    return out


PROPAGATE = {
    "matmul": propagate_matmul,
    "einsum": propagate_einsum,
    "draws last": propagate_draws_last,
    "doubling": propagate_doubling,
}


def exponential_taylor(generators, time):
    """Taylor series of degree 16 after halvings to a norm of at most 1/2, then squarings; all matrices together."""
    step = generators * time
    norm = np.abs(step).sum(axis=2).max()
    halvings = max(0, int(np.ceil(np.log2(norm))) + 1) if norm > 0 else 0
    step = step * 0.5**halvings
    one = np.eye(generators.shape[1])
    out = one + step / 16
    for k in range(15, 0, -1):
        out = one + (step @ out) / k
    for _ in range(halvings):
        out = out @ out
    return out


def layered(layers, width, degree, rng):
    """A source, `layers` of `width` nodes, a sink: `degree` arcs from each node to some of the next layer, whole capacities."""
    nodes = layers * width
    tail = np.repeat(np.arange(nodes - width), degree)
    head = (tail // width + 1) * width + rng.integers(0, width, tail.size)
    first, last = np.arange(width), nodes - width + np.arange(width)
    tail = np.concatenate([tail, np.full(width, nodes), last])
    head = np.concatenate([head, first, np.full(width, nodes + 1)])
    capacity = np.concatenate([rng.integers(1, 101, (layers - 1) * width * degree), np.full(2 * width, 100 * degree)])
    return nodes + 2, tail, head, capacity


def scipy_network(nodes, tail, head, capacity):
    """As SciPy takes it; arcs between the same two nodes become one."""
    return csr_array((capacity.astype(np.int32), (tail, head)), shape=(nodes, nodes))


def scipy_flow(network):
    """Dinic's method; source and sink are the last two nodes."""
    nodes = network.shape[0]
    return maximum_flow(network, nodes - 2, nodes - 1, method="dinic").flow_value


def networkx_network(nodes, tail, head, capacity):
    """As networkx takes it."""
    together = scipy_network(nodes, tail, head, capacity).tocoo()
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes))
    arcs = zip(together.row.tolist(), together.col.tolist(), together.data.tolist(), strict=True)
    graph.add_edges_from((a, b, {"capacity": c}) for a, b, c in arcs)
    return graph


def networkx_flow(graph):
    """Its default: push and relabel."""
    nodes = graph.number_of_nodes()
    return networkx.maximum_flow_value(graph, nodes - 2, nodes - 1)

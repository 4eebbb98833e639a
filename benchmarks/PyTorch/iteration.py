#!/usr/bin/env python3
"""The gradients, Fisher products and line search of `xmrl bench iteration` in PyTorch, on random samples of the same shapes.

Second-order MAML with the trust-region outer step: tasks × (inner gradient; outer gradient through the inner step), then conjugate
gradients on the Fisher matrix through the adaptation, then backtracking. No sampling, no advantages. docs/benchmarks.md says how the
arithmetic corresponds. Prints seconds per iteration: some iterations to warm up, then the median.
"""

import argparse
import ctypes
import json
import math
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

NAME = "maml-trpo/2x100/pytorch"
MAXIMUM_DIVERGENCE = 0.01
DAMPING = 1e-5
BACKTRACKING = 0.8


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="numbers of threads to measure (default: 1 2)")
    parser.add_argument("--vectors", type=int, choices=[256, 512], help="bits of vectors (default: 512 where the processor has them)")
    parser.add_argument(
        "--divide", choices=["tasks", "kernels"], default="tasks",
        help="what threads divide: the tasks, or every operation of one task after the other (default: tasks)")
    parser.add_argument("--tasks", type=int, default=20, help="tasks per iteration (default: 20)")
    parser.add_argument("--samples", type=int, default=2000, help="samples per task and rollout (default: 2000)")
    parser.add_argument("--products", type=int, default=10, help="conjugate-gradient steps (default: 10)")
    parser.add_argument(
        "--candidates", type=int, default=2, help="steps that the line search tries; one value at the start comes on top (default: 2)")
    parser.add_argument("--warm-ups", type=int, default=3, help="iterations before the first that counts (default: 3)")
    parser.add_argument("--iterations", type=int, default=9, help="iterations that count (default: 9)")
    parser.add_argument(
        "--check", action="store_true", help="compare hyper-gradient and Fisher product with those by autograd alone, and end")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = arguments()
    if options.check:
        check()
        return
    if options.worker:
        print(json.dumps(measure(options)))
        return
    results = [started(options, threads) for threads in options.threads]
    if options.json:
        print(json.dumps({"iteration": [result["row"] for result in results], "versions": results[0]["versions"]}))
        return
    print(" · ".join(f"{name} {version}" for name, version in results[0]["versions"].items()))
    for result in results:
        row = result["row"]
        print(
            f"{row['name']}, {row['threads']} thread{'' if row['threads'] == 1 else 's'}: {1000 * row['seconds']:.0f} ms "
            f"({1000 * row['gradients']:.0f} ms gradients, {1000 * row['outer']:.0f} ms outer step; "
            f"{1000 * row['processorSeconds']:.0f} ms of processor time)")


def started(options, threads):
    """Measures in a process of its own: the libraries read these variables once."""
    wide = options.vectors == 512 if options.vectors else has_avx512()
    inside = threads if options.divide == "kernels" else 1
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "OMP_"))}
    environment |= {
        "OMP_NUM_THREADS": str(inside),
        "OPENBLAS_NUM_THREADS": str(inside),
        "OPENBLAS_CORETYPE": "SkylakeX" if wide else "Haswell",
        "ATEN_CPU_CAPABILITY": "avx512" if wide else "avx2",
        "ONEDNN_MAX_CPU_ISA": "DEFAULT" if wide else "AVX2",
    }
    command = [sys.executable, __file__, *sys.argv[1:], "--worker", "--threads", str(threads)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def has_avx512():
    try:
        with open("/proc/cpuinfo", encoding="ascii") as file:
            flags = next((line.split() for line in file if line.startswith("flags")), [])
    except OSError:
        return False
    return {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= set(flags)


def measure(options):
    import maml
    import torch

    torch.manual_seed(1)
    threads = options.threads[0]
    torch.set_num_threads(threads if options.divide == "kernels" else 1)
    theta = [parameter.requires_grad_() for parameter in maml.initial()]
    tasks = [maml.Task(theta, options.samples) for _ in range(options.tasks)]
    pool = ThreadPoolExecutor(threads) if options.divide == "tasks" and threads > 1 else None
    rows = []
    for _ in range(options.warm_ups + options.iterations):
        processor = time.process_time()
        gradients, outer = iterate(theta, tasks, options, pool.map if pool else map)
        rows.append((gradients + outer, gradients, outer, time.process_time() - processor))
    seconds, gradients, outer, _ = sorted(rows[options.warm_ups:])[options.iterations // 2]
    row = {
        "name": NAME, "seconds": seconds, "threads": threads, "gradients": gradients, "outer": outer,
        "processorSeconds": statistics.median(row[3] for row in rows[options.warm_ups:]),
    }
    return {"row": row, "versions": versions(torch)}


def iterate(theta, tasks, options, each):
    """One iteration on fixed samples and parameters; returns seconds of gradients and of the outer step."""
    import maml

    began = time.perf_counter()
    gradient = mean(each(lambda task: task.hyper_gradient(theta), tasks))
    differentiated = time.perf_counter()

    def fisher(direction):
        return mean(each(lambda task: task.fisher_product(direction), tasks)) + DAMPING * direction

    direction, residual = maml.conjugate_gradients(fisher, gradient, options.products)
    curvature = direction.dot(gradient) - direction.dot(residual)
    scale = math.sqrt(2 * MAXIMUM_DIVERGENCE / curvature.item())
    start = maml.flat(theta).detach()
    evaluate(each, tasks, start, None)
    for _ in range(options.candidates):
        evaluate(each, tasks, start, scale * direction)
        scale *= BACKTRACKING
    ended = time.perf_counter()
    return differentiated - began, ended - differentiated


def evaluate(each, tasks, start, step):
    """Mean surrogate and divergence of the policies adapted from a candidate; at the start, the adapted policies are known."""
    pairs = list(each(lambda task: task.value_and_divergence(None if step is None else start + step), tasks))
    return sum(value.item() for value, _ in pairs) / len(pairs), sum(divergence.item() for _, divergence in pairs) / len(pairs)


def check():
    """Small and in double precision: the chained products against autograd of the whole objective, through the inner step."""
    import maml
    import torch

    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    theta = [parameter.requires_grad_() for parameter in maml.initial()]
    task = maml.Task(theta, 40)
    gradient = task.hyper_gradient(theta)
    direction = torch.randn_like(gradient)
    product = task.fisher_product(direction)

    _, log_probability = task.inner.forward(theta)
    slopes = torch.autograd.grad(maml.surrogate(log_probability, task.inner), theta, create_graph=True)
    adapted = [parameter + maml.INNER_STEP_SIZE * slope for parameter, slope in zip(theta, slopes)]
    (means, log_std), log_probability = task.outer.forward(adapted)
    whole = maml.flat(torch.autograd.grad(maml.surrogate(log_probability, task.outer), theta, retain_graph=True))
    old_means, old_log_std = task.old_statistics
    log_ratio = log_std - old_log_std
    shift = 0.5 * (old_means - means).square() * torch.exp(-2 * log_std)
    divergence = (log_ratio + 0.5 * torch.exp(-2 * log_ratio) - 0.5 + shift).sum(1).mean()
    slope = maml.flat(torch.autograd.grad(divergence, theta, create_graph=True))
    curved = maml.flat(torch.autograd.grad(slope.dot(direction), theta))

    for name, found, expected in (("hyper-gradient", gradient, whole), ("Fisher product", product, curved)):
        difference = ((found - expected).norm() / expected.norm()).item()
        print(f"{name}: relative difference {difference:.1e}")
        if not difference < 1e-9:
            sys.exit(f"The {name} of this program is not that of autograd.")


def mean(vectors):
    import torch

    return torch.stack(list(vectors)).mean(0)


def versions(torch):
    found = {"torch": torch.__version__, "ATen": os.environ["ATEN_CPU_CAPABILITY"]}
    try:
        library = ctypes.CDLL("libopenblas.so.0")
        library.openblas_get_config.restype = ctypes.c_char_p
        library.openblas_get_corename.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[1]
        found["OpenBLAS"] = f"{version} ({library.openblas_get_corename().decode()})"
    except OSError:
        found["BLAS"] = "another than OpenBLAS"
    return found


if __name__ == "__main__":
    main()

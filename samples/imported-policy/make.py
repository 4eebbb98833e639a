"""Makes weights.safetensors and pairs.npz: a policy of two tanh layers under the names of Stable-Baselines3, and what it does.

Needs NumPy. A policy of PyTorch needs less: docs/import.md.
"""
import json
import struct
import sys

import numpy

SIZES = [2, 16, 16, 2]
NAMES = ["mlp_extractor.policy_net.0", "mlp_extractor.policy_net.2", "action_net"]


def save(path, tensors):
    """The safetensors format: length of the header, header, numbers."""
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.tobytes())


def main(folder):
    draw = numpy.random.RandomState(1)
    tensors = {"log_std": numpy.full(2, -2.3, "float32")}
    for name, inputs, outputs in zip(NAMES, SIZES, SIZES[1:]):
        tensors[name + ".weight"] = (draw.randn(outputs, inputs) / numpy.sqrt(inputs)).astype("float32")
        tensors[name + ".bias"] = (0.1 * draw.randn(outputs)).astype("float32")
    save(folder + "/weights.safetensors", tensors)

    observations = draw.uniform(-0.5, 0.5, (50, 2)).astype("float32")
    x = observations
    for name in NAMES:
        x = x @ tensors[name + ".weight"].T + tensors[name + ".bias"]
        x = numpy.tanh(x) if name != "action_net" else x
    numpy.savez(folder + "/pairs.npz", observations=observations, actions=x)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ".")

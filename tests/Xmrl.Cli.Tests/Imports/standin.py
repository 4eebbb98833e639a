"""What the Python lines of docs/import.md are run with where PyTorch and safetensors are not installed: stand-ins for the few names that
they use, over NumPy, and a policy of the sizes of Navigation2D-v1."""
import sys
import types

import numpy

sys.path.insert(0, sys.argv[1])
import make  # noqa: E402  samples/imported-policy/make.py, which writes the safetensors format


class Tensor:
    """torch.Tensor: detach, cpu and contiguous."""

    def __init__(self, numbers):
        self.numbers = numbers

    def detach(self):
        return self

    def cpu(self):
        return self

    def contiguous(self):
        return Tensor(numpy.ascontiguousarray(self.numbers))


def save_file(tensors, path):
    """safetensors.torch.save_file."""
    make.save(path, {name: tensor.numbers for name, tensor in tensors.items()})


torch, safetensors = types.ModuleType("torch"), types.ModuleType("safetensors")
torch.Tensor = Tensor
safetensors.torch = types.ModuleType("safetensors.torch")
safetensors.torch.save_file = save_file
sys.modules.update({"torch": torch, "safetensors": safetensors, "safetensors.torch": safetensors.torch})


class Policy:
    """Two tanh layers under the names of Stable-Baselines3."""

    def __init__(self):
        draw = numpy.random.RandomState(7)
        self.tensors = {"log_std": numpy.full(2, -2.3, "float32")}
        for name, inputs, outputs in zip(make.NAMES, make.SIZES, make.SIZES[1:]):
            # Stored by column, so that contiguous() has something to do.
            self.tensors[name + ".weight"] = numpy.asfortranarray(draw.randn(outputs, inputs) / numpy.sqrt(inputs), "float32")
            self.tensors[name + ".bias"] = (0.1 * draw.randn(outputs)).astype("float32")

    def state_dict(self):
        return {name: torch.Tensor(numbers) for name, numbers in self.tensors.items()}


def mean_action(observations):
    x = observations
    for name in make.NAMES:
        x = x @ policy.tensors[name + ".weight"].T + policy.tensors[name + ".bias"]
        x = numpy.tanh(x) if name != "action_net" else x
    return x


policy = Policy()
low, high, observation_size = -0.5, 0.5, 2

"""Second-order MAML on fixed random samples: the hyper-gradient, Fisher products through the adaptation, and what a line search asks."""

import math

import torch

OBSERVATIONS, ACTIONS, UNITS = 2, 2, 100
INNER_STEP_SIZE = 0.1


class Task:
    """Samples of one task before and after adaptation, and the graphs that its products walk through again."""

    def __init__(self, theta, samples):
        self.shapes = [parameter.shape for parameter in theta]
        self.inner = Batch(theta, samples)
        self.outer = Batch(theta, samples)

    def hyper_gradient(self, theta):
        """∇J_out(θ′) + α·H·∇J_out(θ′), where θ′ = θ + α·∇J_in(θ). The graphs of ∇J_in and of the policy at θ′ are kept."""
        self.theta = [parameter.detach().requires_grad_() for parameter in theta]
        _, log_probability = self.inner.forward(self.theta)
        self.inner.old = log_probability.detach()
        value = surrogate(log_probability, self.inner)
        self.inner_gradient = torch.autograd.grad(value, self.theta, create_graph=True)
        self.adapted = [
            (parameter + INNER_STEP_SIZE * slope).detach().requires_grad_()
            for parameter, slope in zip(self.theta, self.inner_gradient)]

        self.statistics, log_probability = self.outer.forward(self.adapted)
        self.outer.old = log_probability.detach()
        self.old_statistics = [statistic.detach() for statistic in self.statistics]
        slopes = torch.autograd.grad(surrogate(log_probability, self.outer), self.adapted, retain_graph=True)
        self.prepare_fisher()
        return flat(self.through_adaptation(slopes))

    def prepare_fisher(self):
        """Jᵀ·w as a function of w, whose derivative along w is J: the way to J·v by two reverse passes, of which one is kept."""
        self.dual = torch.zeros_like(self.statistics[0], requires_grad=True)
        self.transposed = torch.autograd.grad(self.statistics[0], self.adapted[:-1], self.dual, create_graph=True)
        self.precision = torch.exp(-2 * self.old_statistics[1]) / len(self.outer.observations)

    def through_adaptation(self, vector):
        """(I + α·H)·v."""
        product = torch.autograd.grad(self.inner_gradient, self.theta, vector, retain_graph=True)
        return [entry + INNER_STEP_SIZE * curved for entry, curved in zip(vector, product)]

    def fisher_product(self, direction):
        """(I + α·H)·F(θ′)·(I + α·H)·v, F = Jᵀ·M·J of the Gaussian at the visited states."""
        moved = self.through_adaptation(pieces(direction, self.shapes))
        (move,) = torch.autograd.grad(self.transposed, self.dual, moved[:-1], retain_graph=True)
        slopes = torch.autograd.grad(self.statistics[0], self.adapted[:-1], move * self.precision, retain_graph=True)
        return flat(self.through_adaptation([*slopes, 2 * moved[-1]]))

    def value_and_divergence(self, candidate):
        adapted = self.adapted
        if candidate is not None:
            theta = [entry.requires_grad_() for entry in pieces(candidate, self.shapes)]
            _, log_probability = self.inner.forward(theta)
            slopes = torch.autograd.grad(ratio(log_probability, self.inner), theta)
            adapted = [parameter.detach() + INNER_STEP_SIZE * slope for parameter, slope in zip(theta, slopes)]
        with torch.no_grad():
            (means, log_std), log_probability = self.outer.forward(adapted)
            value = ratio(log_probability, self.outer)
            old_means, old_log_std = self.old_statistics
            log_ratio = log_std - old_log_std
            shift = 0.5 * (old_means - means).square() * torch.exp(-2 * log_std)
            divergence = (log_ratio + 0.5 * torch.exp(-2 * log_ratio) - 0.5 + shift).sum(1).mean()
        return value, divergence


class Batch:
    """Random observations and standardized advantages, with actions drawn of the policy."""

    def __init__(self, theta, samples):
        self.observations = torch.rand(samples, OBSERVATIONS) - 0.5
        self.actions = torch.zeros(samples, ACTIONS)
        with torch.no_grad():
            (means, log_std), _ = self.forward(theta)
            self.actions = means + torch.exp(log_std) * torch.randn(samples, ACTIONS)
        self.advantages = torch.randn(samples) / samples
        self.old = None

    def forward(self, theta):
        """Mean and ln σ of the actions, and ln π(a|s). Shapes [samples, A], [A] and [samples]."""
        hidden = self.observations
        for layer in range(0, len(theta) - 3, 2):
            hidden = torch.tanh(torch.nn.functional.linear(hidden, theta[layer], theta[layer + 1]))
        means = torch.nn.functional.linear(hidden, theta[-3], theta[-2])
        log_std = theta[-1]
        standardized = (self.actions - means) * torch.exp(-log_std)
        constant = log_std.sum() + 0.5 * ACTIONS * math.log(2 * math.pi)
        return (means, log_std), -0.5 * standardized.square().sum(1) - constant


def surrogate(log_probability, batch):
    """Σ (π/⊥π)·A at the parameters that sampled."""
    return ((log_probability - log_probability.detach()).exp() * batch.advantages).sum()


def ratio(log_probability, batch):
    """Σ (π/π_old)·A at others."""
    return ((log_probability - batch.old).exp() * batch.advantages).sum()


def initial():
    sizes = [OBSERVATIONS, UNITS, UNITS, ACTIONS]
    parameters = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        weight = torch.empty(outputs, inputs)
        torch.nn.init.xavier_uniform_(weight)
        parameters += [weight, torch.zeros(outputs)]
    return [*parameters, torch.zeros(ACTIONS)]


def conjugate_gradients(product, target, steps):
    solution = torch.zeros_like(target)
    residual = target.clone()
    direction = residual.clone()
    squared = residual.dot(residual)
    for _ in range(steps):
        image = product(direction)
        length = squared / direction.dot(image)
        solution += length * direction
        residual -= length * image
        following = residual.dot(residual)
        direction = residual + (following / squared) * direction
        squared = following
    return solution, residual


def flat(tensors):
    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def pieces(vector, shapes):
    lengths = [math.prod(shape) for shape in shapes]
    return [part.reshape(shape) for part, shape in zip(vector.split(lengths), shapes)]

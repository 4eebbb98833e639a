"""Cart-pole whose pole length and mass are the task. Success: the pole still stands when the episode is cut off."""
import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python"))
import xmrl_env  # noqa: E402

HORIZON = 200
LENGTH, MASS = (0.1, 1.5), (0.05, 1.0)  # half of the pole in m, kg
GRAVITY, CART, PUSH, SECONDS = 9.8, 1.0, 10.0, 0.02  # m/s², kg, N, s
EDGE, LEAN = 2.4, 12 * math.pi / 180  # m, rad


class CartPole:
    """The equations of Barto, Sutton and Anderson (1983), as Gymnasium integrates them; the force is continuous."""

    observation_space = xmrl_env.Box(-math.inf, math.inf, (4,))
    action_space = xmrl_env.Box(-1, 1, (1,))

    def __init__(self, length, mass):
        self.length, self.mass = length, mass
        self.state = [0.0, 0.0, 0.0, 0.0]  # position, velocity, angle, angular velocity

    def reset(self, seed=None):
        rng = random.Random(seed)
        self.state = [rng.uniform(-0.05, 0.05) for _ in range(4)]
        return list(self.state), {"is_success": True}

    def step(self, action):
        x, v, angle, turn = self.state
        total, moment = CART + self.mass, self.mass * self.length
        sine, cosine = math.sin(angle), math.cos(angle)
        pushed = (PUSH * float(action[0]) + moment * turn * turn * sine) / total
        bend = (GRAVITY * sine - cosine * pushed) / (self.length * (4 / 3 - self.mass * cosine * cosine / total))
        pull = pushed - moment * bend * cosine / total
        self.state = [x + SECONDS * v, v + SECONDS * pull, angle + SECONDS * turn, turn + SECONDS * bend]
        fallen = abs(self.state[0]) > EDGE or abs(self.state[2]) > LEAN
        return list(self.state), 0.0 if fallen else 1.0, fallen, False, {"is_success": not fallen}

    def get_state(self):
        return list(self.state)

    def set_state(self, state):
        """Returns the observation, or None where no episode goes on in that state."""
        self.state = list(state)
        return None if abs(state[0]) > EDGE or abs(state[2]) > LEAN else list(state)


def make(task):
    """One environment of a task: any object with Gymnasium's reset and step."""
    return CartPole(length=task["length"], mass=task["mass"])


def sample_task(rng):
    """The distribution of tasks; without it tasks are uniform. Long poles are common, short and quick ones rare."""
    low, high = LENGTH
    return {"length": low + (high - low) * math.sqrt(rng.random()), "mass": rng.uniform(*MASS)}


if __name__ == "__main__":
    xmrl_env.serve(
        make, sample_task,
        name="PythonCartPole-v1", horizon=HORIZON, parameters={"length": LENGTH, "mass": MASS}, reward_version="1 per step upright",
        normalisation=([0, 0, 0, 0], [0.5, 0.5, 5, 0.5]))

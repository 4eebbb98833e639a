"""An environment of one number with a fault that its argument names. Two episodes of it are played when a family starts; faults of steps come
at step 30, after those."""
import math
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "python"))
import xmrl_env  # noqa: E402

FAULT = sys.argv[1]
WHEN = 30


class Tuple:
    """A space that nobody knows here."""


class Line:
    calls = 0
    observation_space = xmrl_env.Box(-1, 1, (1,))
    action_space = xmrl_env.Box(-1, 1, (1,))

    def __init__(self):
        self.t, self.seed, self.x = 0, 0, 0.0
        if FAULT == "tuple":
            self.observation_space = Tuple()
        if FAULT == "wide":
            self.action_space = xmrl_env.Discrete(2000)

    def reset(self, seed=None):
        Line.calls += 1
        self.t = 0
        self.x = (seed % 1000) / 1000
        if FAULT == "unseeded":
            self.x = Line.calls / 100
        return [self.x], {}

    def step(self, action):
        self.t += 1
        reward, observation = 1.0, [self.x]
        if FAULT == "prints":
            print("step", self.t)
        if FAULT == "success" or FAULT == "early":
            return observation, reward, False, FAULT == "early" and self.t == 7, {"is_success": self.x > 0.5}
        if self.t == WHEN:
            if FAULT == "dies":
                sys.stderr.write("the motor burns\nno power left\n")
                sys.stderr.flush()
                os._exit(3)
            if FAULT == "hangs":
                sys.stderr.write("waiting for a robot\n")
                sys.stderr.flush()
                time.sleep(1000)
            if FAULT == "spins":
                while True:
                    pass
            if FAULT == "raises":
                raise ValueError("the wheel is off")
            if FAULT == "nan":
                observation = [math.nan]
            if FAULT == "reward":
                reward = math.inf
            if FAULT == "shape":
                observation = [1.0, 2.0]
        return observation, reward, False, False, {}


def sample_task(rng):
    return {"slope": 5.0 if FAULT == "range" else rng.uniform(0, 1)}


if FAULT == "start":
    raise SystemExit("no such robot")
xmrl_env.serve(
    lambda task: Line(), sample_task, name="Line-v1", horizon=40, parameters={"slope": (0, 1)},
    success=FAULT in ("success", "early"))

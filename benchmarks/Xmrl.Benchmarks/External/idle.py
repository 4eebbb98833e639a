"""An environment that does nothing: what is measured is the way to it."""
import xmrl_env


class Idle:
    observation_space = xmrl_env.Box(-1, 1, (4,))
    action_space = xmrl_env.Box(-1, 1, (1,))
    observation, info = [0.0, 0.0, 0.0, 0.0], {}

    def reset(self, seed=None):
        return self.observation, self.info

    def step(self, action):
        return self.observation, 0.0, False, False, self.info


xmrl_env.serve(lambda task: Idle(), name="Idle-v1", horizon=200, parameters={"nothing": (0, 1)}, success=False)

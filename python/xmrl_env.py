"""Lets Xmrl train on an environment written in Python. One file: copy it beside your program.

    import xmrl_env

    xmrl_env.serve(
        make=lambda task: MyEnv(length=task["length"]),      # anything with Gymnasium's reset and step
        sample_task=lambda rng: {"length": rng.uniform(0.3, 1.5)},
        name="MyEnv-v1", horizon=200, parameters={"length": (0.3, 1.5)})

Python 3.8 or later, and nothing but its standard library. With NumPy, environments get arrays and `rng` is a numpy Generator;
without it they get lists and a random.Random. What the environment prints goes to the error stream.
The protocol stands in docs/external-environments.md.
"""
import argparse
import array
import itertools
import os
import signal
import socket
import struct
import sys
import threading
import time
import traceback

try:
    import numpy
except ImportError:
    numpy = None

MAGIC, VERSION = b"XENV", 1
HEADER = struct.Struct("<4sBBHI")
HELLO, SAMPLE_TASK, OPEN, RESET, STEP, GET_STATE, SET_STATE, CLOSE, BYE = range(1, 10)
ANSWER, FAULT = 0x80, 0xFF
TERMINATED, TRUNCATED, SUCCEEDED = 1, 2, 4
LARGEST_PAYLOAD = 64 << 20


class Box:
    """Real numbers between bounds, for programs without the gymnasium package: Box(low, high, shape) or Box([lows], [highs])."""

    def __init__(self, low, high, shape=None):
        self.shape = tuple(shape) if shape is not None else (len(low),)
        self.low, self.high = low, high


class Discrete:
    """One of n choices, 0 to n - 1."""

    def __init__(self, n):
        self.n = n


class MultiDiscrete:
    """Several choices at once."""

    def __init__(self, nvec):
        self.nvec = list(nvec)


def serve(make, sample_task=None, *, name, parameters, horizon=None, reward_version="1", success=None, normalisation=None):
    """Answers Xmrl until it ends.

    make(task) builds one environment; task is a dict of the named parameters.
    sample_task(rng) draws a task, a dict; without it tasks are uniform over the ranges.
    name ends in a version, as CartPole-v1. parameters maps each task parameter to its range (low, high).
    horizon is the number of steps after which an episode is cut off; default: env.spec.max_episode_steps.
    reward_version names the reward: results of different versions are never averaged.
    success: whether info["is_success"] or info["success"] is given; default: whether a first reset or step has one of them.
    normalisation: (centres, scales) of the observation, one number each; default: from finite bounds.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C stops Xmrl, which stops this program.
    parser = argparse.ArgumentParser(description="An environment for Xmrl.")
    parser.add_argument("--socket", help="listen on this Unix socket instead of standard input and output")
    path = parser.parse_known_args()[0].socket
    server = _Server(make, sample_task, name, dict(parameters), horizon, reward_version, success, normalisation)
    if path is None:
        _exit_with_parent()
        # Answers keep a way of their own; whatever prints goes to the error stream.
        sys.stdout.flush()
        output = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        server.run(os.fdopen(os.dup(0), "rb", buffering=1 << 16), output)
        return
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listener:
        # The name appears once somebody listens behind it.
        listener.bind(path + "~")
        listener.listen()
        os.replace(path + "~", path)
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as requests, connection.makefile("wb", buffering=0) as answers:
                server.run(requests, answers)


def _exit_with_parent():
    """Ends this process within a second of its parent, also while the environment computes."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class _Space:
    """A space as bytes, and values of it to and from bytes."""

    def __init__(self, space, what):
        kind = type(space).__name__
        self.kind, self.what, self.start, self.shape = kind, what, 0, ()
        if kind == "Box":
            self.shape = tuple(int(n) for n in space.shape)
            self.size = 1
            for n in self.shape:
                self.size *= n
            self.bytes = struct.pack("<BB%dI" % len(self.shape), 1, len(self.shape), *self.shape)
            for bound in (space.low, space.high):
                values = _flat(bound)
                values = values * self.size if len(values) == 1 else values
                if len(values) != self.size:
                    raise ValueError("%s have %d bounds and the shape %s" % (what, len(values), self.shape))
                self.bytes += struct.pack("<%df" % self.size, *[max(-3.4028234e38, min(3.4028234e38, v)) for v in values])
        elif kind == "Discrete":
            self.size, self.start = 1, int(getattr(space, "start", 0))
            self.bytes = struct.pack("<BI", 2, int(space.n))
        elif kind == "MultiDiscrete":
            choices = [int(n) for n in _flat(space.nvec)]
            self.size, self.shape = len(choices), (len(choices),)
            self.bytes = struct.pack("<BI%dI" % len(choices), 3, len(choices), *choices)
        else:
            self.size = 0
            self.bytes = struct.pack("<B", 0xFF) + _text(kind)
        self.code, self.type = ("f", "<f4") if kind == "Box" else ("i", "<i4")

    def rows(self, count):
        """Memory of count values, and the values as an array where NumPy is there."""
        memory = bytearray(4 * self.size * count)
        if numpy is None:
            return memory, None
        return memory, numpy.frombuffer(memory, self.type, self.size * count).reshape((count,) + self.shape)

    def put(self, rows, i, value):
        """Writes an observation into a row."""
        memory, matrix = rows
        if matrix is not None and isinstance(value, numpy.ndarray):
            if value.shape != self.shape:
                raise ValueError("%s have the shape %s; %s is announced" % (self.what, value.shape, self.shape))
            matrix[i] = value - self.start if self.start else value
            return
        values = value if type(value) is list else _flat(value)
        if len(values) != self.size or (values and isinstance(values[0], (list, tuple))):
            values = _flat(value)
            if len(values) != self.size:
                raise ValueError("%s have %d numbers; %d are announced" % (self.what, len(values), self.size))
        if self.code == "i":
            values = [int(v) - self.start for v in values]
        memory[4 * self.size * i:4 * self.size * (i + 1)] = array.array(self.code, values).tobytes()

    def pack(self, values):
        """Observations as bytes, at once where they are flat lists."""
        if self.code == "f" and all(type(value) is list and len(value) == self.size for value in values):
            try:
                return array.array("f", itertools.chain.from_iterable(values)).tobytes()
            except TypeError:
                pass  # lists of lists
        rows = self.rows(len(values))
        for i, value in enumerate(values):
            self.put(rows, i, value)
        return rows[0]

    def take(self, payload, count):
        """A list of actions of a payload."""
        if self.kind == "Discrete":
            values = struct.unpack("<%di" % count, payload)
            return [v + self.start for v in values] if self.start else values
        if numpy is not None:
            return list(numpy.frombuffer(payload, self.type).reshape((count,) + self.shape))
        values = struct.unpack("<%d%s" % (count * self.size, self.code), payload)
        return [list(values[i * self.size:(i + 1) * self.size]) for i in range(count)]


class _Server:
    def __init__(self, make, sample_task, name, parameters, horizon, reward_version, success, normalisation):
        self.make, self.sample, self.parameters = make, sample_task, list(parameters)
        self.tasks, self.copies = {}, {}
        probe = make({key: (low + high) / 2 for key, (low, high) in parameters.items()})
        self.observations = _Space(probe.observation_space, "observations")
        self.actions = _Space(probe.action_space, "actions")
        self.state_size = 0
        observation, info = probe.reset(seed=0)
        if self.observations.size:
            self.observations.put(self.observations.rows(1), 0, observation)
        if _method(probe, "get_state") and _method(probe, "set_state"):
            self.state_size = len(_flat(_method(probe, "get_state")()))
        if success is None and self.actions.size and hasattr(probe.action_space, "sample"):
            info = {**info, **probe.step(probe.action_space.sample())[4]}
        if success is None:
            success = "is_success" in info or "success" in info
        if horizon is None:
            horizon = getattr(getattr(probe, "spec", None), "max_episode_steps", None)
            if horizon is None:
                raise ValueError("serve(horizon=...) is needed: the environment has no spec.max_episode_steps")
        _close(probe)
        abilities = (1 if success else 0) | (2 if sample_task else 0) | (4 if self.state_size else 0)
        hello = _text(name) + _text(reward_version) + struct.pack("<IBIH", horizon, abilities, self.state_size, len(parameters))
        for key, (low, high) in parameters.items():
            hello += _text(key) + struct.pack("<dd", low, high)
        hello += self.observations.bytes + self.actions.bytes
        if normalisation is None:
            self.hello = hello + b"\0"
        else:
            values = _flat(normalisation[0]) + _flat(normalisation[1])
            self.hello = hello + b"\1" + struct.pack("<%dd" % len(values), *values)

    def run(self, requests, answers):
        """Answers until the requests end."""
        self.close_all()
        while True:
            header = requests.read(HEADER.size)
            if len(header) < HEADER.size:
                return self.close_all()
            magic, version, kind, _, length = HEADER.unpack(header)
            if magic != MAGIC or version != VERSION or length > LARGEST_PAYLOAD:
                raise ValueError("not a request of version %d of the protocol: %r" % (VERSION, header))
            payload = requests.read(length)
            if len(payload) < length:
                return self.close_all()
            try:
                answer = self.answer(kind, payload)
            except Exception as error:  # the environment's own faults are told, and end the program
                traceback.print_exc()
                where = traceback.extract_tb(error.__traceback__)[-1]
                text = "%s: %s (%s, line %d)" % (type(error).__name__, error, os.path.basename(where.filename), where.lineno)
                _write(answers, FAULT, text.encode("utf-8", "replace")[:60000])
                raise SystemExit(1)
            _write(answers, kind | ANSWER, answer)
            if kind == BYE:
                return self.close_all()

    def answer(self, kind, payload):
        if kind == STEP:
            return self.step(*self.about(payload))
        if kind == RESET:
            handle, copies, rest = self.about(payload)
            seeds = struct.unpack("<%dQ" % len(copies), rest)
            # 32 bits are what every generator takes as a seed.
            return self.observations.pack([self.copy(handle, copy).reset(seed=seed >> 32)[0] for copy, seed in zip(copies, seeds)])
        if kind == GET_STATE:
            handle, copies, _ = self.about(payload)
            states = [_flat(_method(self.copies[handle][copy], "get_state")()) for copy in copies]
            return b"".join(struct.pack("<%dd" % self.state_size, *state) for state in states)
        if kind == SET_STATE:
            return self.set_state(*self.about(payload))
        if kind == OPEN:
            handle, _, _ = struct.unpack_from("<III", payload)
            self.copies[handle] = {}
            self.tasks[handle] = dict(zip(self.parameters, struct.unpack_from("<%dd" % len(self.parameters), payload, 12)))
            return b""
        if kind == CLOSE:
            (handle,) = struct.unpack("<I", payload)
            del self.tasks[handle]
            for environment in self.copies.pop(handle).values():
                _close(environment)
            return b""
        if kind == SAMPLE_TASK:
            (seed,) = struct.unpack("<Q", payload)
            task = self.sample(_generator(seed))
            return struct.pack("<%dd" % len(self.parameters), *[float(task[key]) for key in self.parameters])
        if kind == HELLO:
            return self.hello
        if kind == BYE:
            return b""
        raise ValueError("there is no request of kind %d" % kind)

    def step(self, handle, copies, rest):
        count = len(copies)
        environments = self.copies[handle]
        observations, rewards, flags = [], [], bytearray(count)
        for i, action in enumerate(self.actions.take(rest, count)):
            observation, reward, terminated, truncated, info = environments[copies[i]].step(action)
            observations.append(observation)
            rewards.append(reward)
            if terminated:
                flags[i] = TERMINATED
            if truncated:
                flags[i] |= TRUNCATED
            if info and (info.get("is_success") or info.get("success")):
                flags[i] |= SUCCEEDED
        return self.observations.pack(observations) + array.array("f", rewards).tobytes() + flags

    def set_state(self, handle, copies, rest):
        count = len(copies)
        seeds = struct.unpack_from("<%dQ" % count, rest)
        rows = self.observations.rows(count)
        feasible = bytearray(count)
        for i, copy in enumerate(copies):
            state = struct.unpack_from("<%dd" % self.state_size, rest, 8 * count + 8 * self.state_size * i)
            environment = self.copy(handle, copy)
            environment.reset(seed=seeds[i] >> 32)
            observation = _method(environment, "set_state")(list(state))
            if observation is not None:
                self.observations.put(rows, i, observation)
                feasible[i] = 1
        return rows[0] + feasible

    def about(self, payload):
        handle, count = struct.unpack_from("<II", payload)
        return handle, struct.unpack_from("<%dI" % count, payload, 8), payload[8 + 4 * count:]

    def copy(self, handle, copy):
        """The environment of a copy, built when it is first reset."""
        found = self.copies[handle].get(copy)
        if found is None:
            found = self.copies[handle][copy] = self.make(dict(self.tasks[handle]))
        return found

    def close_all(self):
        for environment in itertools.chain.from_iterable(copies.values() for copies in self.copies.values()):
            _close(environment)
        self.copies.clear()
        self.tasks.clear()


def _generator(seed):
    if numpy is not None:
        return numpy.random.default_rng(seed)
    import random
    return random.Random(seed)


def _method(environment, name):
    """A method of the environment or, where wrappers hide it, of the innermost one."""
    return getattr(environment, name, None) or getattr(getattr(environment, "unwrapped", environment), name, None)


def _close(environment):
    close = getattr(environment, "close", None)
    if close:
        close()


def _flat(values):
    """Numbers of any nesting, an array or one number, as a list of floats."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    if isinstance(values, (list, tuple, array.array)):
        return [number for value in values for number in _flat(value)]
    return [float(values)]


def _text(text):
    data = text.encode("utf-8")
    return struct.pack("<H", len(data)) + data


def _write(answers, kind, payload):
    data = memoryview(HEADER.pack(MAGIC, VERSION, kind, 0, len(payload)) + bytes(payload))
    while data:
        data = data[answers.write(data):]

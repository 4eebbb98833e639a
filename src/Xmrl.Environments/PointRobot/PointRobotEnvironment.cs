using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.PointRobot;

/// <summary>Copies of one task of a point robot. Observation and state are the position.</summary>
/// <remarks>s′ = s + StepSize·clip(a, ±1), by component; a component that is NaN moves nothing. The reward is of s′: −‖s′ − g‖,
/// −‖s′ − g‖₁, or 1 − ‖s′ − g‖ where that distance is at most Reach and else 0.</remarks>
internal sealed class PointRobotEnvironment : IEnvironment, IMixable
{
    private const int Dimensions = 2;

    private readonly StepCounter _counter;
    private readonly Real[] _positions;
    private readonly PointRobotTasks _tasks;
    private readonly Real _goalX;
    private readonly Real _goalY;
    private readonly Real _stepSize;
    private readonly Real _reach;

    public PointRobotEnvironment(PointRobotFamily family, MdpTask task, int copies)
    {
        _counter = new StepCounter(copies, family.Spec.Horizon);
        _positions = new Real[copies * Dimensions];
        Spec = family.Spec;
        MdpTask = task;
        _tasks = family.Options.Tasks;
        ScenePoint goal = family.Goal(task);
        _goalX = (Real)goal.X;
        _goalY = (Real)goal.Y;
        _stepSize = (Real)family.Options.StepSize;
        _reach = (Real)family.Options.Reach;
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _counter.Copies;

    public int StateSize => Dimensions;

    /// <summary>The dense reward of a step that ends at a difference from the goal.</summary>
    internal static Real DenseReward(PointRobotTasks tasks, Real dx, Real dy)
        => tasks == PointRobotTasks.Disc ? -(Real.Abs(dx) + Real.Abs(dy)) : -Distance(dx, dy);

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            Span<Real> position = _positions.AsSpan(copies[i] * Dimensions, Dimensions);
            position.Clear();
            if (_tasks == PointRobotTasks.Square)
            {
                RandomKey start = key.Derive((ulong)copies[i]).Derive(RandomPurpose.Reset);
                position[0] = (Real)((2 * start.Uniform(0)) - 1);
                position[1] = (Real)((2 * start.Uniform(1)) - 1);
            }

            position.CopyTo(observations[(i * Dimensions)..]);
        }
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            result.Truncated[i] = _counter.Advance(copy, terminated: false);
            Span<Real> position = _positions.AsSpan(copy * Dimensions, Dimensions);
            position[0] += _stepSize * Clip(actions[i * Dimensions]);
            position[1] += _stepSize * Clip(actions[(i * Dimensions) + 1]);
            position.CopyTo(result.Observations[(i * Dimensions)..]);
            result.Rewards[i] = Reward(position[0] - _goalX, position[1] - _goalY);
        }

        result.Terminated[..copies.Length].Clear();
        result.Succeeded[..copies.Length].Clear();
    }

    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _positions.AsSpan(copies[i] * Dimensions, Dimensions).CopyTo(states[(i * Dimensions)..]);
        }
    }

    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed) =>
        ConvexStates.Mix(first, second, weight, mixed);

    /// <summary>Every finite position is feasible.</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            ReadOnlySpan<Real> state = states.Slice(i * Dimensions, Dimensions);
            state.CopyTo(_positions.AsSpan(copies[i] * Dimensions));
            state.CopyTo(observations[(i * Dimensions)..]);
            feasible[i] = Real.IsFinite(state[0]) && Real.IsFinite(state[1]);
        }
    }

    private static Real Distance(Real dx, Real dy) => Real.Sqrt((dx * dx) + (dy * dy));

    /// <summary>Clips to ±1; NaN becomes zero.</summary>
    private static Real Clip(Real action) => Real.IsNaN(action) ? 0 : Real.Clamp(action, -1, 1);

    private Real Reward(Real dx, Real dy)
    {
        if (_tasks != PointRobotTasks.Semicircle)
        {
            return DenseReward(_tasks, dx, dy);
        }

        Real distance = Distance(dx, dy);
        return distance <= _reach ? 1 - distance : 0;
    }
}

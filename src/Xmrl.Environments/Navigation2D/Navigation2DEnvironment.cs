using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Navigation2D;

/// <summary>Copies of one <c>Navigation2D-v1</c> task. Observation and state are the position.</summary>
/// <remarks>s′ = clip(s + clip(u·a, ±ActionLimit), ±Wall), its x at most ClosedFrom, r = −‖s′ − g‖² (or −‖s′ − g‖). A component of the
/// action that is NaN moves nothing.</remarks>
internal sealed class Navigation2DEnvironment : IEnvironment, IMixable
{
    private const int Dimensions = 2;

    private readonly StepCounter _counter;
    private readonly Real[] _positions;
    private readonly Real _goalX;
    private readonly Real _goalY;
    private readonly Real _limit;
    private readonly Real _unit;
    private readonly Real _wall;
    private readonly Real _closedFrom;
    private readonly Real _reach;
    private readonly bool _squared;

    public Navigation2DEnvironment(Navigation2DFamily family, MdpTask task, int copies)
    {
        _counter = new StepCounter(copies, family.Spec.Horizon);
        _positions = new Real[copies * Dimensions];
        Spec = family.Spec;
        MdpTask = task;
        _goalX = (Real)task.Parameters[0];
        _goalY = (Real)task.Parameters[1];
        _limit = (Real)family.Options.ActionLimit;
        _unit = (Real)family.Options.ActionUnit;
        _wall = (Real)family.Options.Wall;
        _closedFrom = (Real)family.Options.ClosedFrom;
        _reach = (Real)family.Options.Reach;
        _squared = family.Options.Reward == Navigation2DReward.NegativeSquaredDistance;
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _counter.Copies;

    public int StateSize => Dimensions;

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            _positions.AsSpan(copies[i] * Dimensions, Dimensions).Clear();
        }

        observations[..(copies.Length * Dimensions)].Clear();
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        Span<Real> observations = result.Observations;
        Span<Real> rewards = result.Rewards;
        Span<bool> terminated = result.Terminated;
        Span<bool> truncated = result.Truncated;
        Span<Real> positions = _positions;
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            Span<Real> position = positions.Slice(copy * Dimensions, Dimensions);
            Real x = Real.MinNative(Clip(position[0] + Clip(_unit * actions[i * Dimensions], _limit), _wall), _closedFrom);
            Real y = Clip(position[1] + Clip(_unit * actions[(i * Dimensions) + 1], _limit), _wall);
            position[0] = x;
            position[1] = y;
            observations[i * Dimensions] = x;
            observations[(i * Dimensions) + 1] = y;
            Real dx = x - _goalX;
            Real dy = y - _goalY;
            Real squared = (dx * dx) + (dy * dy);
            rewards[i] = _squared ? -squared : -Real.Sqrt(squared);
            bool there = Real.Abs(dx) < _reach && Real.Abs(dy) < _reach;
            terminated[i] = there;
            truncated[i] = _counter.Advance(copy, there);
        }

        result.Succeeded[..copies.Length].Clear();
    }

    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            states[i * Dimensions] = _positions[copies[i] * Dimensions];
            states[(i * Dimensions) + 1] = _positions[(copies[i] * Dimensions) + 1];
        }
    }

    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed) =>
        ConvexStates.Mix(first, second, weight, mixed);

    /// <summary>Every finite position between the walls, and not behind the one that closes the plane, is feasible.</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            ReadOnlySpan<Real> state = states.Slice(i * Dimensions, Dimensions);
            state.CopyTo(_positions.AsSpan(copies[i] * Dimensions));
            state.CopyTo(observations[(i * Dimensions)..]);
            feasible[i] = Real.IsFinite(state[0]) && Real.IsFinite(state[1]) && Real.Abs(state[0]) <= _wall && Real.Abs(state[1]) <= _wall
                && state[0] <= _closedFrom;
        }
    }

    /// <summary>Clips to ±limit without a branch that depends on the noise; NaN becomes zero.</summary>
    private static Real Clip(Real value, Real limit) => Real.IsNaN(value) ? 0 : Real.MaxNative(Real.MinNative(value, limit), -limit);
}

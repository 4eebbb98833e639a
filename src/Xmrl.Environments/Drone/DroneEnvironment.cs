using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Drone;

/// <summary>Copies of one <c>Drone-v1</c> task. Observation and state are the position (x, y).</summary>
/// <remarks>
/// One step with action a from s, in this order:
/// <list type="number">
/// <item>s′ = s + StepLength·a/‖a‖, then each component is clamped to the room. An action that is zero or not finite has no heading: the
/// drone hovers, s′ = s. So does one whose way would touch the closed chamber of <c>DroneWalled-v1</c>.</item>
/// <item>The segment from s to s′ is tested, not its end alone. The obstacle is closed (touching it is a collision), the goal square is
/// open (|dx|, |dy| &lt; 0.5). If the segment meets both, the one met first along it counts; on a tie, the obstacle.</item>
/// <item>r = ShapingWeight·(d(s) − d(s′)) with d the distance to the goal centre, plus GoalReward or CollisionReward. Both end the episode;
/// the final position is s′.</item>
/// <item>Otherwise the episode is truncated at the horizon.</item>
/// </list>
/// </remarks>
internal sealed class DroneEnvironment : IEnvironment, IMixable
{
    private const int Dimensions = 2;

    private readonly DroneOptions _options;
    private readonly StepCounter _counter;
    private readonly Real[] _positions;
    private readonly double[] _distances;
    private readonly double _goalX;
    private readonly double _goalY;
    private readonly Box _goal;
    private readonly Box _obstacle;
    private readonly Box? _chamber;

    public DroneEnvironment(DroneFamily family, MdpTask task, int copies)
    {
        _options = family.Options;
        _counter = new StepCounter(copies, family.Spec.Horizon);
        _positions = new Real[copies * Dimensions];
        _distances = new double[copies];
        Spec = family.Spec;
        MdpTask = task;
        _goalX = task.Parameters[0];
        _goalY = task.Parameters[1];
        double half = _options.GoalHalfWidth;
        _goal = new Box(_goalX - half, _goalY - half, _goalX + half, _goalY + half);
        double left = task.Parameters[2];
        double bottom = task.Parameters[3];
        _obstacle = new Box(left, bottom, left + _options.ObstacleWidth, bottom + _options.ObstacleHeight);
        _chamber = _options.Chamber;
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _counter.Copies;

    public int StateSize => Dimensions;

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            Place(copies[i], (Real)_options.StartX, (Real)_options.StartY);
        }

        ReadStates(copies, observations);
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _ = _counter.Running(copy);
            Span<Real> position = _positions.AsSpan(copy * Dimensions, Dimensions);
            (Real nextX, Real nextY) = Move(position[0], position[1], actions[i * Dimensions], actions[(i * Dimensions) + 1]);
            if (_chamber?.TouchesClosed(new Segment(position[0], position[1], nextX, nextY)) == true)
            {
                (nextX, nextY) = (position[0], position[1]);
            }

            Segment way = new(position[0], position[1], nextX, nextY);
            double nextDistance = DistanceToGoal(nextX, nextY);
            double reward = _options.ShapingWeight * (_distances[copy] - nextDistance);

            bool collided = _obstacle.TouchesClosed(way);
            bool reached = _goal.CrossesOpen(way);
            if (collided && reached)
            {
                reached = _goal.EntryOf(way) < _obstacle.EntryOf(way);
                collided = !reached;
            }

            reward += reached ? _options.GoalReward : collided ? _options.CollisionReward : 0;
            position[0] = nextX;
            position[1] = nextY;
            _distances[copy] = nextDistance;

            bool terminated = reached || collided;
            result.Observations[i * Dimensions] = nextX;
            result.Observations[(i * Dimensions) + 1] = nextY;
            result.Rewards[i] = (Real)reward;
            result.Terminated[i] = terminated;
            result.Succeeded[i] = reached;
            result.Truncated[i] = _counter.Advance(copy, terminated);
        }
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

    /// <summary>Feasible are positions in the room, outside the closed obstacle, outside the open goal square and outside the
    /// chamber.</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        Box room = new(0, 0, _options.RoomWidth, _options.RoomHeight);
        for (int i = 0; i < copies.Length; i++)
        {
            Real x = states[i * Dimensions];
            Real y = states[(i * Dimensions) + 1];
            Place(copies[i], x, y);
            observations[i * Dimensions] = x;
            observations[(i * Dimensions) + 1] = y;
            feasible[i] = room.ContainsClosed(x, y) && !_obstacle.ContainsClosed(x, y) && !_goal.ContainsOpen(x, y)
                && _chamber?.ContainsClosed(x, y) != true;
        }
    }

    private void Place(int copy, Real x, Real y)
    {
        _counter.Begin(copy);
        _positions[copy * Dimensions] = x;
        _positions[(copy * Dimensions) + 1] = y;
        _distances[copy] = DistanceToGoal(x, y);
    }

    private (Real X, Real Y) Move(Real x, Real y, Real actionX, Real actionY)
    {
        double norm = Math.Sqrt(((double)actionX * actionX) + ((double)actionY * actionY));
        if (!(norm > 0 && double.IsFinite(norm)))
        {
            return (x, y);
        }

        double scale = _options.StepLength / norm;
        return (
            (Real)Math.Clamp(x + (scale * actionX), 0, _options.RoomWidth),
            (Real)Math.Clamp(y + (scale * actionY), 0, _options.RoomHeight));
    }

    private double DistanceToGoal(Real x, Real y)
    {
        double dx = x - _goalX;
        double dy = y - _goalY;
        return Math.Sqrt((dx * dx) + (dy * dy));
    }
}

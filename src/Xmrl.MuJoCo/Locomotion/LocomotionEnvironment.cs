using System.Diagnostics;
using Xmrl.MuJoCo.Bodies;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>Copies of one locomotion task.</summary>
/// <remarks>
/// A step clips the action to ±1 (NaN counts as 0), simulates with it and pays the goal's term, health, minus costs of the executed action
/// and of contact forces, each clipped to ±1. The velocity is the mean over the step. A state is positions, velocities and the solver's
/// warm start. An episode whose simulation becomes unstable terminates there: the last state before it is observed, velocity and contact
/// forces count as 0, and the executed action is paid for.
/// </remarks>
internal sealed partial class LocomotionEnvironment : IEnvironment, IMixable, IEngineBacked, IDisposable
{
    private readonly RobotDescription _robot;
    private readonly Goal _goal;
    private readonly double _parameter;
    private readonly ScenePoint _place;
    private readonly (double Low, double High)? _healthyHeight;
    private readonly int _hiddenPositions;
    private readonly int _contactNumbers;
    private readonly double _controlCost;
    private readonly double _contactCost;
    private readonly double _healthyReward;
    private readonly double _resetNoise;
    private readonly double _stepSeconds;
    private readonly StepCounter _counter;
    private readonly Simulation[] _simulations;
    private readonly int[] _quaternions;
    private readonly BodyRecording? _recording;
    private readonly BodyDrawing? _drawing;
    private readonly double[] _before;
    private readonly SimulationStatus[] _statuses;
    private readonly double[] _squaredControls;
    private long _engineTicks;
    private long _unstable;

    public LocomotionEnvironment(LocomotionFamily family, MdpTask task, int copies)
    {
        _robot = family.Description;
        Model model = _robot.Model;
        Debug.Assert(
            model.PositionCount == _robot.Positions && model.VelocityCount == _robot.Velocities && model.ControlCount == _robot.Controls
                && model.BodyCount == _robot.Bodies,
            "The table of robots fits the models.");
        Spec = family.Spec;
        MdpTask = task;
        _goal = family.Goal;
        _parameter = task.Parameters[0];
        _place = _goal == Goal.Place ? LocomotionFamily.PlaceOf(task) : default;
        _healthyHeight = family.HealthyHeight;
        _hiddenPositions = family.HiddenPositions;
        _contactNumbers = family.ContactNumbers;
        _controlCost = family.ControlCost;
        _contactCost = family.ContactCost;
        _healthyReward = family.HealthyReward;
        _resetNoise = family.Options.ResetNoise;
        _stepSeconds = _robot.StepsPerAction * model.TimeStepSeconds;
        _counter = new StepCounter(copies, Spec.Horizon);
        _quaternions = Quaternions(model);
        _recording = family.Recording;
        _drawing = _recording is null ? null : new BodyDrawing(model, new BodyView { Followed = _robot.Torso, Radius = _robot.ViewRadius });
        _before = new double[copies * StateNumberCount];
        _statuses = new SimulationStatus[copies];
        _squaredControls = new double[copies];
        _mixing = new double[3 * StateNumberCount];
        _simulations = new Simulation[copies];
        for (int i = 0; i < copies; i++)
        {
            _simulations[i] = new Simulation(model);
        }
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _simulations.Length;

    public EngineUse EngineUse => new(_engineTicks / (double)Stopwatch.Frequency, _unstable);

    public int StateSize => StateNumberCount * StateNumbers.Parts;

    private int StateNumberCount => _robot.Positions + (2 * _robot.Velocities);

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            Simulation simulation = _simulations[copies[i]];
            long began = Stopwatch.GetTimestamp();
            simulation.Reset();
            AddNoise(simulation, key.Derive((ulong)copies[i]).Derive(RandomPurpose.Reset));
            simulation.Forward();
            if (_contactNumbers > 0)
            {
                simulation.ComputeContactForces();
            }

            _engineTicks += Stopwatch.GetTimestamp() - began;
            Observe(simulation, observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
            Record(copies[i], isStart: true);
        }
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        int size = _robot.Controls;
        for (int i = 0; i < copies.Length; i++)
        {
            _ = _counter.Running(copies[i]);
            Simulation simulation = _simulations[copies[i]];
            Save(simulation, _before.AsSpan(copies[i] * StateNumberCount, StateNumberCount));
            Span<double> controls = simulation.Controls;
            for (int a = 0; a < controls.Length; a++)
            {
                double action = actions[(i * size) + a];
                controls[a] = double.IsNaN(action) ? 0 : Math.Clamp(action, -1, 1);
            }

            // Now: an engine that becomes unstable resets itself, and with it the controls.
            _squaredControls[copies[i]] = SumOfSquares(controls);
        }

        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < copies.Length; i++)
        {
            Simulation simulation = _simulations[copies[i]];
            _statuses[copies[i]] = simulation.Step(_robot.StepsPerAction);
            if (_contactCost > 0 || _contactNumbers > 0)
            {
                simulation.ComputeContactForces();
            }
        }

        _engineTicks += Stopwatch.GetTimestamp() - began;
        for (int i = 0; i < copies.Length; i++)
        {
            bool terminated = Finish(copies[i], out double reward);
            Observe(_simulations[copies[i]], result.Observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
            result.Rewards[i] = (Real)reward;
            result.Terminated[i] = terminated;
            result.Truncated[i] = _counter.Advance(copies[i], terminated);
            Record(copies[i], isStart: false);
        }

        result.Succeeded[..copies.Length].Clear();
    }

    public void Dispose()
    {
        foreach (Simulation simulation in _simulations)
        {
            simulation?.Dispose();
        }
    }

    /// <summary>Whether the engine could follow the last step of a copy.</summary>
    internal SimulationStatus StatusOf(int copy) => _statuses[copy];

    internal Simulation SimulationOf(int copy) => _simulations[copy];

    private void Record(int copy, bool isStart)
    {
        if (copy != 0 || _recording is null)
        {
            return;
        }

        if (isStart)
        {
            _recording.Begin(_drawing!.Model);
        }

        _recording.Add(_drawing!.At(_simulations[copy].Positions));
    }

    /// <summary>Reward and end of the step that a copy has just made.</summary>
    private bool Finish(int copy, out double reward)
    {
        Simulation simulation = _simulations[copy];
        ReadOnlySpan<double> before = _before.AsSpan(copy * StateNumberCount, StateNumberCount);
        reward = _healthyReward - (_controlCost * _squaredControls[copy]);
        if (_statuses[copy] != SimulationStatus.Stable)
        {
            _unstable++;
            Load(simulation, before);
            reward += Progress(before, 0, 0);
            return true;
        }

        ReadOnlySpan<double> positions = simulation.Positions;
        reward += Progress(positions, (positions[0] - before[0]) / _stepSeconds, (positions[1] - before[1]) / _stepSeconds);
        if (_contactCost > 0)
        {
            double cost = 0;
            foreach (double force in simulation.ContactForces)
            {
                double clipped = Math.Clamp(force, -1, 1);
                cost += clipped * clipped;
            }

            reward -= _contactCost * cost;
        }

        return !IsHealthy(positions);
    }

    private double Progress(ReadOnlySpan<double> positions, double velocityX, double velocityY) => _goal switch
    {
        Goal.Velocity => -Math.Abs(velocityX - _parameter),
        Goal.Direction => _parameter * velocityX,
        Goal.Angle => (Math.Cos(_parameter) * velocityX) + (Math.Sin(_parameter) * velocityY),
        _ => -(Math.Abs(positions[0] - _place.X) + Math.Abs(positions[1] - _place.Y)),
    };

    private bool IsHealthy(ReadOnlySpan<double> positions)
        => _healthyHeight is not (double low, double high) || (positions[2] >= low && positions[2] <= high);

    private void AddNoise(Simulation simulation, RandomKey key)
    {
        Span<double> positions = simulation.Positions;
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += _resetNoise * ((2 * key.Uniform((ulong)i)) - 1);
        }

        foreach (int start in _quaternions)
        {
            Span<double> quaternion = positions.Slice(start, 4);
            double norm = Math.Sqrt(SumOfSquares(quaternion));
            for (int i = 0; i < quaternion.Length; i++)
            {
                quaternion[i] /= norm;
            }
        }

        RandomKey velocityKey = key.Derive(1);
        Span<double> velocities = simulation.Velocities;
        for (int i = 0; i < velocities.Length; i++)
        {
            velocities[i] =
                _resetNoise * (_robot.HasNormalVelocityNoise ? velocityKey.Normal((ulong)i) : (2 * velocityKey.Uniform((ulong)i)) - 1);
        }
    }

    private void Observe(Simulation simulation, Span<Real> observation)
    {
        ReadOnlySpan<double> positions = simulation.Positions[_hiddenPositions..];
        ReadOnlySpan<double> velocities = simulation.Velocities;
        for (int i = 0; i < positions.Length; i++)
        {
            observation[i] = (Real)positions[i];
        }

        for (int i = 0; i < velocities.Length; i++)
        {
            observation[positions.Length + i] = (Real)velocities[i];
        }

        if (_contactNumbers > 0)
        {
            ObserveContacts(simulation, observation[^_contactNumbers..]);
        }
    }

    private static void ObserveContacts(Simulation simulation, Span<Real> observation)
    {
        if (simulation.Status != SimulationStatus.Stable)
        {
            observation.Clear();
            return;
        }

        ReadOnlySpan<double> forces = simulation.ContactForces;
        for (int i = 0; i < observation.Length; i++)
        {
            observation[i] = (Real)Math.Clamp(forces[i], -1, 1);
        }
    }

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}

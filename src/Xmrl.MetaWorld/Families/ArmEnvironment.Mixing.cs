using System.Diagnostics;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Families;

/// <content>Reading, mixing and restoring states: positions, velocities, the solver's warm start, where the hand is led to, and the frame
/// before this one, which is observed too.</content>
internal sealed partial class ArmEnvironment
{
    // Beyond this the engine itself gives up (mjMAXVAL).
    private const double LargestNumber = 1e10;
    private const int PointSize = 3;

    private readonly int[] _quaternions;

    public int StateSize => NumberCount * StateNumbers.Parts;

    private int NumberCount => _model.PositionCount + (2 * _model.VelocityCount) + PointSize + ArmStep.Observed;

    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        Span<double> numbers = _before.AsSpan(0, NumberCount);
        for (int i = 0; i < copies.Length; i++)
        {
            Save(copies[i], numbers);
            StateNumbers.Write(numbers, states.Slice(i * StateSize, StateSize));
        }
    }

    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
    {
        if (!(weight >= 0 && weight <= 1))
        {
            throw new ArgumentException($"weight must lie in [0, 1]; found {weight}.", nameof(weight));
        }

        if (first.Length != StateSize || second.Length != StateSize || mixed.Length != StateSize)
        {
            throw new ArgumentException(
                $"first, second and mixed must have length {StateSize}; found {first.Length}, {second.Length} and {mixed.Length}.",
                nameof(mixed));
        }

        int count = NumberCount;
        Span<double> one = _before.AsSpan(0, count);
        Span<double> other = _before.AsSpan(count, count);
        Span<double> result = _before.AsSpan(2 * count, count);
        StateNumbers.Read(first, one);
        StateNumbers.Read(second, other);
        StateMixing.Mix(one, other, weight, _quaternions, result);
        StateNumbers.Write(result, mixed);
    }

    /// <summary>Feasible where all numbers are finite; then all that follows from the state is computed (mj_forward).</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        Span<double> numbers = _before.AsSpan(0, NumberCount);
        Span<double> frame = stackalloc double[ArmStep.FrameSize];
        Span<double> previous = stackalloc double[ArmStep.FrameSize];
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _counter.Begin(copy);
            _succeeded[copy] = false;
            _ = _start ?? Prepare(_copies[copy]);
            Simulation simulation = _copies[copy].Simulation;
            StateNumbers.Read(states.Slice(i * StateSize, StateSize), numbers);
            long began = Stopwatch.GetTimestamp();
            simulation.Reset();
            Load(copy, numbers);
            feasible[i] = IsFinite(numbers);
            if (feasible[i])
            {
                // Forward replaces the warm start and may round quaternions: what follows must be what followed the first time.
                simulation.Forward();
                feasible[i] = simulation.Status == SimulationStatus.Stable;
                ArmStep.Look(_copies[copy], _task, Now(copy));
                Load(copy, numbers);
            }

            _engineTicks += Stopwatch.GetTimestamp() - began;
            Observe(copy, frame, previous);
            Write(frame, previous, observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
        }
    }

    private static bool IsFinite(ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
        {
            if (!(Math.Abs(number) < LargestNumber))
            {
                return false;
            }
        }

        return true;
    }

    private void Save(int copy, Span<double> numbers)
    {
        SaveSimulation(_copies[copy], numbers);
        Past(copy)[..ArmStep.Observed].CopyTo(numbers[^ArmStep.Observed..]);
    }

    private void SaveSimulation(ArmCopy copy, Span<double> numbers)
    {
        int positions = _model.PositionCount;
        int velocities = _model.VelocityCount;
        copy.Simulation.Positions.CopyTo(numbers);
        copy.Simulation.Velocities.CopyTo(numbers[positions..]);
        copy.Simulation.WarmStart.CopyTo(numbers[(positions + velocities)..]);
        Point led = copy.Lead();
        Span<double> place = numbers.Slice(positions + (2 * velocities), PointSize);
        (place[0], place[1], place[2]) = (led.X, led.Y, led.Z);
    }

    private void Load(int copy, ReadOnlySpan<double> numbers)
    {
        int positions = _model.PositionCount;
        int velocities = _model.VelocityCount;
        Simulation simulation = _copies[copy].Simulation;
        numbers[..positions].CopyTo(simulation.Positions);
        numbers.Slice(positions, velocities).CopyTo(simulation.Velocities);
        numbers.Slice(positions + velocities, velocities).CopyTo(simulation.WarmStart);
        _copies[copy].Lead(Point.Of(numbers[(positions + (2 * velocities))..]));
        Span<double> past = Past(copy);
        past.Clear();
        numbers[^ArmStep.Observed..].CopyTo(past);
    }
}

using System.Diagnostics;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Rl.Environments;

namespace Xmrl.MuJoCo.Locomotion;

/// <content>Reading, mixing and restoring states.</content>
internal sealed partial class LocomotionEnvironment
{
    // Beyond this the engine itself gives up (mjMAXVAL).
    private const double LargestNumber = 1e10;

    private readonly double[] _mixing;

    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        Span<double> numbers = _mixing.AsSpan(0, StateNumberCount);
        for (int i = 0; i < copies.Length; i++)
        {
            Save(_simulations[copies[i]], numbers);
            StateNumbers.Write(numbers, states.Slice(i * StateSize, StateSize));
        }
    }

    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real lambda, Span<Real> mixed)
    {
        if (!(lambda >= 0 && lambda <= 1))
        {
            throw new ArgumentException($"lambda must lie in [0, 1]; found {lambda}.", nameof(lambda));
        }

        if (first.Length != StateSize || second.Length != StateSize || mixed.Length != StateSize)
        {
            throw new ArgumentException(
                $"first, second and mixed must have length {StateSize}; found {first.Length}, {second.Length} and {mixed.Length}.",
                nameof(mixed));
        }

        int count = StateNumberCount;
        Span<double> one = _mixing.AsSpan(0, count);
        Span<double> other = _mixing.AsSpan(count, count);
        Span<double> result = _mixing.AsSpan(2 * count, count);
        StateNumbers.Read(first, one);
        StateNumbers.Read(second, other);
        StateMixing.Mix(one, other, lambda, _quaternions, result);
        StateNumbers.Write(result, mixed);
    }

    /// <summary>Feasible where all numbers are finite and the robot has not fallen; then all that follows from the state is computed
    /// (mj_forward).</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        Span<double> numbers = _mixing.AsSpan(0, StateNumberCount);
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            Simulation simulation = _simulations[copies[i]];
            StateNumbers.Read(states.Slice(i * StateSize, StateSize), numbers);
            long began = Stopwatch.GetTimestamp();
            simulation.Reset();
            Load(simulation, numbers);
            feasible[i] = IsFinite(numbers) && IsHealthy(numbers);
            if (feasible[i])
            {
                // Forward replaces the warm start and may round quaternions: what follows must be what followed the first time.
                simulation.Forward();
                feasible[i] = simulation.Status == SimulationStatus.Stable;
                if (_contactNumbers > 0)
                {
                    simulation.ComputeContactForces();
                }

                Load(simulation, numbers);
            }

            _engineTicks += Stopwatch.GetTimestamp() - began;
            Observe(simulation, observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
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

    /// <summary>Where the unit quaternions of free joints and ball joints begin.</summary>
    private static int[] Quaternions(Model model)
    {
        const int Free = 0;
        const int Ball = 1;
        ReadOnlySpan<int> types = model.Integers("jnt_type");
        ReadOnlySpan<int> addresses = model.Integers("jnt_qposadr");
        var starts = new List<int>();
        for (int joint = 0; joint < types.Length; joint++)
        {
            if (types[joint] is Free or Ball)
            {
                starts.Add(addresses[joint] + (types[joint] == Free ? 3 : 0));
            }
        }

        return [.. starts];
    }

    private void Save(Simulation simulation, Span<double> numbers)
    {
        simulation.Positions.CopyTo(numbers);
        simulation.Velocities.CopyTo(numbers[_robot.Positions..]);
        simulation.WarmStart.CopyTo(numbers[(_robot.Positions + _robot.Velocities)..]);
    }

    private void Load(Simulation simulation, ReadOnlySpan<double> numbers)
    {
        numbers[.._robot.Positions].CopyTo(simulation.Positions);
        numbers.Slice(_robot.Positions, _robot.Velocities).CopyTo(simulation.Velocities);
        numbers[(_robot.Positions + _robot.Velocities)..].CopyTo(simulation.WarmStart);
    }
}

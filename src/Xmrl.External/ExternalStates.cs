using System.Buffers.Binary;
using Xmrl.External.Connections;
using Xmrl.External.Protocol;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External;

/// <summary>Copies whose states the program can read and set: doubles that mix convexly.</summary>
internal sealed class ExternalStates : ExternalEnvironment, IMixable
{
    private readonly double[] _state;
    private readonly double[] _other;

    /// <inheritdoc cref="ExternalEnvironment(ExternalFamily, MdpTask, int)"/>
    public ExternalStates(ExternalFamily family, MdpTask task, int copies)
        : base(family, task, copies)
    {
        _state = new double[Doubles];
        _other = new double[Doubles];
    }

    /// <inheritdoc/>
    public int StateSize => Doubles * StateNumbers.Parts;

    /// <inheritdoc/>
    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
    {
        Place place = new(Spec, MdpTask, "reading its state");
        lock (Connection.Gate)
        {
            _ = Request(FrameKind.GetState, copies, 0, place);
            ReadOnlySpan<byte> answer = Answer(FrameKind.GetState, (long)copies.Length * Doubles * sizeof(double), place);
            for (int i = 0; i < copies.Length; i++)
            {
                for (int s = 0; s < Doubles; s++)
                {
                    double value = BinaryPrimitives.ReadDoubleLittleEndian(answer[(sizeof(double) * ((i * Doubles) + s))..]);
                    _state[s] = double.IsFinite(value) && Math.Abs(value) <= float.MaxValue
                        ? value
                        : throw Connection.Fault(place, $"sent a state whose number {s} is {value}; a finite number expected");
                }

                StateNumbers.Write(_state, states.Slice(i * StateSize, StateSize));
            }
        }
    }

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
    {
        if (!(weight >= 0 && weight <= 1))
        {
            throw new ArgumentException($"weight must lie in [0, 1]; found {weight}.", nameof(weight));
        }

        if (first.Length != StateSize || second.Length != StateSize || mixed.Length != StateSize)
        {
            throw new ArgumentException(
                $"first, second and mixed must have {StateSize} elements; found {first.Length}, {second.Length} and {mixed.Length}.",
                nameof(mixed));
        }

        StateNumbers.Read(first, _state);
        StateNumbers.Read(second, _other);
        for (int s = 0; s < _state.Length; s++)
        {
            _state[s] = (weight * _state[s]) + ((1 - weight) * _other[s]);
        }

        StateNumbers.Write(_state, mixed);
    }

    /// <summary>Feasible is what the program says. What is random after that is drawn from a seed that follows from the state.</summary>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
    {
        foreach (int copy in copies)
        {
            Counter.Begin(copy);
        }

        Place place = new(Spec, MdpTask, "setting its state");
        int bytes = sizeof(ulong) + (sizeof(double) * Doubles);
        lock (Connection.Gate)
        {
            Span<byte> rows = Request(FrameKind.SetState, copies, bytes, place);
            Span<byte> numbers = rows[(sizeof(ulong) * copies.Length)..];
            for (int i = 0; i < copies.Length; i++)
            {
                StateNumbers.Read(states.Slice(i * StateSize, StateSize), _state);
                RandomKey seed = default;
                for (int s = 0; s < _state.Length; s++)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(numbers[(sizeof(double) * ((i * Doubles) + s))..], _state[s]);
                    seed = seed.Derive(BitConverter.DoubleToUInt64Bits(_state[s]));
                }

                BinaryPrimitives.WriteUInt64LittleEndian(rows[(sizeof(ulong) * i)..], seed.Value);
            }

            ReadOnlySpan<byte> answer = Answer(FrameKind.SetState, (long)copies.Length * (ObservationBytes + 1), place);
            ReadOnlySpan<byte> flags = answer[(copies.Length * ObservationBytes)..];
            for (int i = 0; i < copies.Length; i++)
            {
                feasible[i] = flags[i] switch
                {
                    0 => false,
                    1 => true,
                    _ => throw Connection.Fault(place, $"said {flags[i]} of whether a state is feasible; 0 or 1 expected"),
                };
                if (feasible[i])
                {
                    Observe(answer, i, observations, place);
                }
                else
                {
                    observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize).Clear();
                }
            }
        }
    }
}

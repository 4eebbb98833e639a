using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Xmrl.External.Protocol;

/// <summary>From an observation in a message to the numbers that a policy sees: those of a box as they are, choices as ones among
/// zeros.</summary>
internal sealed class ObservationCodec
{
    /// <summary>The largest magnitude of a bound that observations are normalised by.</summary>
    private const double LargestBound = 1e6;

    private const int MostChoices = 4096;

    private readonly Space _space;

    /// <summary>Prepares.</summary>
    /// <param name="space">What is announced.</param>
    /// <exception cref="ProtocolException">More than 4,096 choices.</exception>
    public ObservationCodec(Space space)
    {
        _space = space;
        long size = space.Kind == SpaceKind.Box ? space.Components : space.Choices.Sum(choices => (long)choices);
        if (space.Kind != SpaceKind.Box && size > MostChoices)
        {
            throw new ProtocolException(
                $"announces observations of {size} choices, which would be as many numbers; at most {MostChoices} are allowed");
        }

        Size = (int)size;
    }

    /// <summary>O, numbers that a policy sees.</summary>
    public int Size { get; }

    /// <summary>Bytes in a message.</summary>
    public int Bytes => sizeof(float) * _space.Components;

    /// <summary>Centre of the normalisation where the program announces none: that of finite bounds, else 0.</summary>
    public ImmutableArray<double> Centre
        => [.. Enumerable.Range(0, Size).Select(i => IsBounded(i) ? (_space.High[i] + _space.Low[i]) / 2 : 0)];

    /// <summary>Scale of the normalisation where the program announces none: finite bounds become ±1, else 1.</summary>
    public ImmutableArray<double> Scale
        => [.. Enumerable.Range(0, Size).Select(i => IsBounded(i) ? 2 / (_space.High[i] - _space.Low[i]) : 1)];

    /// <summary>Reads one observation.</summary>
    /// <param name="row">The bytes. Shape [<see cref="Bytes"/>].</param>
    /// <param name="observation">Receives the numbers. Shape [O].</param>
    /// <returns>The component that is not finite or not among its choices; −1 where all are right.</returns>
    public int Read(ReadOnlySpan<byte> row, Span<Real> observation)
    {
        if (_space.Kind == SpaceKind.Box)
        {
            int wrong = -1;
            for (int i = 0; i < observation.Length; i++)
            {
                float value = BinaryPrimitives.ReadSingleLittleEndian(row[(sizeof(float) * i)..]);
                observation[i] = value;
                wrong = float.IsFinite(value) || wrong >= 0 ? wrong : i;
            }

            return wrong;
        }

        observation.Clear();
        int first = 0;
        for (int i = 0; i < _space.Choices.Length; i++)
        {
            uint chosen = BinaryPrimitives.ReadUInt32LittleEndian(row[(sizeof(int) * i)..]);
            if (chosen >= (uint)_space.Choices[i])
            {
                return i;
            }

            observation[first + (int)chosen] = 1;
            first += _space.Choices[i];
        }

        return -1;
    }

    /// <summary>What a component in a message is, in words for a message about it.</summary>
    /// <param name="row">The bytes.</param>
    /// <param name="component">The component.</param>
    /// <returns>Its value and what it should be.</returns>
    public string Describe(ReadOnlySpan<byte> row, int component)
    {
        ReadOnlySpan<byte> bytes = row[(sizeof(float) * component)..];
        return _space.Kind == SpaceKind.Box
            ? $"{BinaryPrimitives.ReadSingleLittleEndian(bytes)}; a finite number expected"
            : $"{BinaryPrimitives.ReadUInt32LittleEndian(bytes)}; 0 to {_space.Choices[component] - 1} expected";
    }

    private bool IsBounded(int component)
        => _space.Kind == SpaceKind.Box
            && Math.Abs(_space.Low[component]) <= LargestBound
            && Math.Abs(_space.High[component]) <= LargestBound
            && _space.High[component] > _space.Low[component];
}

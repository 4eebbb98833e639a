using System.Buffers.Binary;

namespace Xmrl.External.Protocol;

/// <summary>From a policy's action to that of a message: −1 … 1 becomes the interval between finite bounds, and what lies outside is
/// clipped; several choices at once are numbered as one, the last component fastest.</summary>
internal sealed class ActionCodec
{
    private const int MostChoices = 1024;
    private const int ShownChoices = 8;

    private readonly Space _space;

    /// <summary>Prepares.</summary>
    /// <param name="space">What is announced.</param>
    /// <exception cref="ProtocolException">More than 1,024 choices.</exception>
    public ActionCodec(Space space)
    {
        _space = space;
        if (space.Kind == SpaceKind.Box)
        {
            Size = space.Components;
            return;
        }

        long choices = 1;
        foreach (int count in space.Choices)
        {
            choices *= count;
            if (choices > MostChoices)
            {
                string announced = string.Join(" × ", space.Choices.Take(ShownChoices));
                throw new ProtocolException($"announces actions of {announced} choices; at most {MostChoices} in all can be used");
            }
        }

        Size = 1;
        Choices = (int)choices;
    }

    /// <summary>A, components of a policy's action.</summary>
    public int Size { get; }

    /// <summary>Number of choices of a policy's action; 0 for real ones.</summary>
    public int Choices { get; }

    /// <summary>Bytes in a message.</summary>
    public int Bytes => sizeof(float) * _space.Components;

    /// <summary>Writes one action.</summary>
    /// <param name="action">The policy's. Shape [A].</param>
    /// <param name="row">Receives the bytes. Shape [<see cref="Bytes"/>].</param>
    /// <exception cref="ArgumentException">A choice is none of those that there are.</exception>
    public void Write(ReadOnlySpan<Real> action, Span<byte> row)
    {
        if (_space.Kind == SpaceKind.Box)
        {
            for (int i = 0; i < action.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(row[(sizeof(float) * i)..], Executed(action[i], _space.Low[i], _space.High[i]));
            }

            return;
        }

        if (!(action[0] >= 0 && action[0] < Choices && action[0] == (int)action[0]))
        {
            throw new ArgumentException($"action must be one of 0 to {Choices - 1}; found {action[0]}.", nameof(action));
        }

        int rest = (int)action[0];
        for (int i = _space.Choices.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt32LittleEndian(row[(sizeof(int) * i)..], rest % _space.Choices[i]);
            rest /= _space.Choices[i];
        }
    }

    /// <summary>One component; one that is not a number counts as zero.</summary>
    private static float Executed(Real action, double low, double high)
    {
        double value = Real.IsNaN(action) ? 0 : action;
        return double.IsFinite(low) && double.IsFinite(high)
            ? (float)(low + ((Math.Clamp(value, -1, 1) + 1) / 2 * (high - low)))
            : (float)Math.Clamp(value, Math.Max(low, float.MinValue), Math.Min(high, float.MaxValue));
    }
}

using System.Text;

namespace Xmrl.External.Tests.Protocol;

/// <summary>Writes announcements byte by byte, as docs/external-environments.md says.</summary>
internal sealed class Hello
{
    private readonly List<byte> _bytes = [];

    /// <summary>A whole one.</summary>
    public static byte[] Of(
        string id = "Line-v1", uint horizon = 40, byte abilities = 1, uint state = 0, Action<Hello>? observation = null,
        Action<Hello>? action = null, Action<Hello>? end = null)
    {
        Hello hello = new();
        hello.Text(id).Text("1").Write(horizon).Write(abilities).Write(state);
        hello.Write((ushort)1).Text("slope").Write(0.0).Write(1.0);
        (observation ?? (space => space.Box([2], -1, 3)))(hello);
        (action ?? (space => space.Discrete(3)))(hello);
        (end ?? (rest => rest.Write((byte)0)))(hello);
        return [.. hello._bytes];
    }

    public Hello Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Write((ushort)bytes.Length).Add(bytes);
    }

    public Hello Write(byte value) => Add([value]);

    public Hello Write(ushort value) => Add(BitConverter.GetBytes(value));

    public Hello Write(uint value) => Add(BitConverter.GetBytes(value));

    public Hello Write(double value) => Add(BitConverter.GetBytes(value));

    public Hello Box(uint[] shape, float low, float high)
    {
        Write((byte)1).Write((byte)shape.Length);
        foreach (uint size in shape)
        {
            Write(size);
        }

        int count = shape.Aggregate(1, (product, size) => (int)Math.Min(1000, product * size));
        for (int i = 0; i < 2 * count; i++)
        {
            Add(BitConverter.GetBytes(i < count ? low : high));
        }

        return this;
    }

    public Hello Discrete(uint choices) => Write((byte)2).Write(choices);

    public Hello MultiDiscrete(params uint[] choices)
    {
        Write((byte)3).Write((uint)choices.Length);
        foreach (uint count in choices)
        {
            Write(count);
        }

        return this;
    }

    private Hello Add(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}

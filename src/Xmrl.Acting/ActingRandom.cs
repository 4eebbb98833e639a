namespace Xmrl.Acting;

/// <summary>Random numbers of a game's own: the same seed gives the same actions on every machine.</summary>
/// <seealso href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood (2014): SplitMix64.</seealso>
public sealed class ActingRandom
{
    private ulong _state;

    /// <summary>Begins.</summary>
    /// <param name="seed">Any number.</param>
    public ActingRandom(ulong seed) => _state = seed;

    /// <summary>Uniform in (0, 1).</summary>
    internal double Uniform()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (((z ^ (z >> 31)) >> 11) + 0.5) / (1UL << 53);
    }

    /// <summary>Standard normal, by Box and Muller.</summary>
    internal double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}

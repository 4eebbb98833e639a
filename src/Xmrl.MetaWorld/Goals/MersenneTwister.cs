namespace Xmrl.MetaWorld.Goals;

/// <summary>The generator that Meta-World draws its goals with: MT19937, seeded with an integer, and doubles of 53 bits.</summary>
/// <seealso href="https://doi.org/10.1145/272991.272995">Matsumoto and Nishimura (1998).</seealso>
internal sealed class MersenneTwister
{
    private const int Words = 624;
    private const int Shift = 397;
    private const uint Upper = 0x80000000;
    private const uint Lower = 0x7fffffff;
    private const uint Twist = 0x9908b0df;

    private readonly uint[] _state = new uint[Words];
    private int _next = Words;

    /// <summary>Begins a stream.</summary>
    /// <param name="seed">Its seed.</param>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Words; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
        }
    }

    /// <summary>The next number, in [0, 1).</summary>
    public double NextUniform()
    {
        uint high = Next() >> 5;
        uint low = Next() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    private uint Next()
    {
        if (_next == Words)
        {
            Fill();
        }

        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Fill()
    {
        for (int i = 0; i < Words; i++)
        {
            uint joined = (_state[i] & Upper) | (_state[(i + 1) % Words] & Lower);
            _state[i] = _state[(i + Shift) % Words] ^ (joined >> 1) ^ ((joined & 1) * Twist);
        }

        _next = 0;
    }
}

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Repeatable numbers for sample data: splitmix64 (Steele et al. 2014).</summary>
internal sealed class SampleNoise(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Approximately normal with mean 0 and standard deviation 1: the sum of twelve uniforms.</summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return sum;
    }
}

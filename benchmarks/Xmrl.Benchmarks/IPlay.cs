namespace Xmrl.Benchmarks;

/// <summary>Something that steps environments for a while, on one thread.</summary>
internal interface IPlay : IDisposable
{
    /// <summary>Plays.</summary>
    /// <param name="seconds">For at least so long.</param>
    /// <returns>Environment steps made.</returns>
    public long Run(double seconds);
}

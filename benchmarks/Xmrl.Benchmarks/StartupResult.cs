namespace Xmrl.Benchmarks;

/// <summary>Processor time that one command line takes from start to end, beside an empty program.</summary>
/// <param name="Name">The command line.</param>
/// <param name="Seconds">Processor time of the user and of the system together: the median of the repetitions.</param>
/// <param name="EmptySeconds">The same of a .NET program that prints one character.</param>
/// <param name="Ratio">Median over rounds of the command's time over that of the empty program, one started right after the other.</param>
public sealed record StartupResult(string Name, double Seconds, double EmptySeconds, double Ratio);

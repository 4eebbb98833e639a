namespace Xmrl.Training.MarketData;

/// <summary>A place in a price file that cannot be used.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Column">Name of the column; empty where the whole line is meant.</param>
/// <param name="Message">What was found and what was expected.</param>
internal sealed record PriceFault(int Line, string Column, string Message)
{
    /// <summary>Line, column and message as one sentence.</summary>
    public override string ToString() => Column.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}, column {Column}: {Message}";
}

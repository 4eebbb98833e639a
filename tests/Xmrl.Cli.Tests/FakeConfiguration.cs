namespace Xmrl.Cli.Tests;

internal sealed record FakeConfiguration
{
    public double StepSize { get; init; } = 0.1;
}

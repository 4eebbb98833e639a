using Xmrl.Benchmarks;

namespace Xmrl.Cli.Tests;

public sealed class StartupBenchmarkTests
{
    /// <summary>A program that does nothing takes less than one that starts .NET, by far.</summary>
    [Fact]
    public void Run_ProgramThatDoesNothing_TakesLessThanTheEmptyProgram()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        StartupResult found = StartupBenchmark.Run([("nothing", ["true"])], default).ShouldHaveSingleItem();

        found.Name.ShouldBe("nothing");
        found.Seconds.ShouldBeGreaterThan(0);
        found.Ratio.ShouldBeInRange(0, 1);
        found.EmptySeconds.ShouldBeGreaterThan(found.Seconds);
    }

    [Fact]
    public void Run_CommandFails_Throws()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Should.Throw<InvalidOperationException>(() => StartupBenchmark.Run([("failing", ["sh", "-c", "exit 3"])], default)).Message
            .ShouldBe("sh -c exit 3 ended with 3; expected 0.");
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Should.Throw<OperationCanceledException>(
            () => StartupBenchmark.Run([("nothing", ["true"])], new CancellationToken(canceled: true)));
    }
}

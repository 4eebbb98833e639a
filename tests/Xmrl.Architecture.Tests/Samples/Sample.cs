using System.Diagnostics;

namespace Xmrl.Architecture.Tests.Samples;

/// <summary>Runs a sample as a user does.</summary>
internal static class Sample
{
    /// <summary>A sample takes about a second alone; a loaded machine may need longer. This only ends a sample that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>What the sample prints.</summary>
    public static string Run(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, $"Xmrl.Samples.{name}.dll"), .. arguments,
            ])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The sample {name} did not end within {s_patience}.");
        }

        process.ExitCode.ShouldBe(0, errors.Result);
        return output.Result;
    }
}

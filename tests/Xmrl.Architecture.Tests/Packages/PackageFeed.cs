using System.Diagnostics;

namespace Xmrl.Architecture.Tests.Packages;

/// <summary>Packages made of what is built, in a folder outside of the repository that knows no other feed; packed once for all
/// tests.</summary>
public sealed class PackageFeed : IDisposable
{
    public const string Version = "0.1.0-test";

    /// <summary>Packing and building take seconds alone; a loaded machine may need much longer. This only ends what hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public PackageFeed()
    {
        Folder = Directory.CreateTempSubdirectory("xmrl-packages-").FullName;
        Path = System.IO.Path.Combine(Folder, "feed");
        Run(Repository.Root, "bash", "pack", "--no-build", "--out", Path, "--version", Version);

        // What the packages need of others is taken from where the repository's own build has it; nothing is fetched.
        string others = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(System.IO.Path.Combine(Folder, "NuGet.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Path}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="others" value="{others}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>A folder outside of the repository.</summary>
    public string Folder { get; }

    /// <summary>Where the packages are.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = System.IO.Path.Combine(Folder, "packages");
        start.Environment["DOTNET_ROOT"] = System.IO.Path.GetDirectoryName(Environment.ProcessPath);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {s_patience}.");
        }

        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output.Result}\n{errors.Result}");
        return output.Result;
    }
}

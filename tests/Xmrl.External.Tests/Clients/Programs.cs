using System.Diagnostics;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Python;

namespace Xmrl.External.Tests.Clients;

/// <summary>What environments are written in here, where it is installed.</summary>
internal static class Programs
{
    private static readonly Lazy<TemporaryFolder> s_folder = new(() => new TemporaryFolder());
    private static readonly Lazy<string> s_thermostat = new(() => Compile("thermostat"));

    /// <summary>The C compiler; null where there is none.</summary>
    public static string? Compiler => File.Exists("/usr/bin/cc") ? "/usr/bin/cc" : null;

    /// <summary>The sample in C, compiled.</summary>
    public static ExternalOptions Thermostat => new() { Command = [s_thermostat.Value], Folder = Repository.Root };

    /// <summary>The sample in Python.</summary>
    public static ExternalOptions CartPole => new()
    {
        Command = [PythonProgram.Path!, Path.Combine(Repository.Root, "samples", "python-cartpole", "cartpole.py")],
        Folder = Repository.Root,
    };

    /// <summary>An environment that has a fault.</summary>
    /// <param name="fault">Which one; see faulty.py.</param>
    public static ExternalOptions Faulty(string fault) => new()
    {
        Command = [PythonProgram.Path!, Path.Combine(Repository.Root, "tests", "Xmrl.External.Tests", "Clients", "faulty.py"), fault],
        Folder = Repository.Root,
    };

    private static string Compile(string name)
    {
        string source = Path.Combine(Repository.Root, "samples", "c-environment", $"{name}.c");
        string program = s_folder.Value[name];
        using var process = Process.Start(new ProcessStartInfo(Compiler!, ["-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source]));
        process!.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{source} must compile");
        return program;
    }
}

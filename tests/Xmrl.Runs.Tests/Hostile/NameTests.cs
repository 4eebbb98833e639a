using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Tests.Hostile;

/// <summary>No name leads out of the run directory.</summary>
public sealed class NameTests : IDisposable
{
    private const int Names = 5_000;

    private static readonly string[] s_parts =
    [
        "..", ".", "/", "\\", "a", "b-c", "etc", "\0", "\n", " ", "~", "C:", "%2e%2e", "ä", "\u202e", "con", "*", "?", "$HOME", "x.json",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_AnyName_StaysInTheRunDirectoryOrIsRefused()
    {
        RunDirectory run = Run();
        foreach (string name in Hostile())
        {
            if (Accepted(() => run.File(name)) is string path)
            {
                Path.GetDirectoryName(Path.GetFullPath(path)).ShouldBe(run.FullPath, Shown(name));
            }
        }
    }

    [Fact]
    public void PathOf_AnySeries_StaysInTheFolderOrIsRefused()
    {
        RunDirectory run = Run();
        foreach (string name in Hostile())
        {
            if (Accepted(() => run.Checkpoints.PathOf(0, name)) is string path)
            {
                Path.GetDirectoryName(Path.GetFullPath(path)).ShouldBe(run.Checkpoints.FolderPath, Shown(name));
            }
        }
    }

    /// <summary>Tensor names are text: they reach no file.</summary>
    [Fact]
    public void Save_TensorsWithPathsAsNames_WritesOneFile()
    {
        RunDirectory run = Run();
        var file = new SafetensorsFile();
        foreach (string name in Hostile().Where(static name => name.Length > 0))
        {
            file.Tensors[name] = StoredTensor.Of<byte>([1]);
        }

        string[] before = Everything();
        run.Checkpoints.Save(1, file);
        SafetensorsFile back = run.Checkpoints.LoadLatest(NullLogger.Instance)!.Value.Content;

        back.Tensors.Keys.ShouldBe(file.Tensors.Keys);
        Everything().Except(before).Select(Path.GetFileName).ShouldBe(["iteration-00000001.safetensors"]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/etc/x")]
    [InlineData("a\0b")]
    public void File_NameOfAnotherPlace_IsRefused(string name)
        => Should.Throw<ArgumentException>(() => Run().File(name));

    private static IEnumerable<string> Hostile()
    {
        var random = new Mutator(seed: 6);
        for (int i = 0; i < Names; i++)
        {
            yield return string.Concat(Enumerable.Range(0, 1 + random.Below(5)).Select(_ => random.Pick(s_parts)));
        }
    }

    private static string? Accepted(Func<string> path)
    {
        try
        {
            return path();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Shown(string name) => $"The name {System.Text.Json.JsonSerializer.Serialize(name)} leads elsewhere.";

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(_folder.FullPath, "*", SearchOption.AllDirectories)];

    private RunDirectory Run() => RunDirectory.Create(_folder["run"], force: true, new RunState { Phase = RunPhase.Running });
}

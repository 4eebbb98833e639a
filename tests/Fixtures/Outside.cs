using System.Diagnostics;

namespace Xmrl.Fixtures;

/// <summary>A folder beside a run, to which links lead and which nothing may change.</summary>
internal sealed class Outside : IDisposable
{
    private const string Text = "a line without an end";
    private readonly TemporaryFolder _folder = new();

    internal Outside()
    {
        Directory.CreateDirectory(_folder["folder"]);
        foreach (string name in new[] { "file", "folder/.left.tmp", "folder/inner", "folder/base-iteration-00000001.safetensors" })
        {
            File.WriteAllText(_folder[name], Text);
        }
    }

    /// <summary>A file.</summary>
    internal string FilePath => _folder["file"];

    /// <summary>A folder with files that look like those of a run.</summary>
    internal string FolderPath => _folder["folder"];

    /// <summary>Everything is as it was.</summary>
    internal void ShouldBeUntouched()
    {
        Directory.GetFileSystemEntries(_folder.FullPath, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder.FullPath, path))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["file", "folder", "folder/.left.tmp", "folder/base-iteration-00000001.safetensors", "folder/inner"]);
        Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories).ShouldAllBe(path => File.ReadAllText(path) == Text);
    }

    /// <summary>Makes a pipe, which hangs whoever opens it in the usual way.</summary>
    internal static void MakePipe(string path)
    {
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        made.ExitCode.ShouldBe(0);
    }

    /// <summary>Gives a file a second name.</summary>
    internal static void MakeHardLink(string path, string target)
    {
        using Process made = Process.Start("ln", [target, path]);
        made.WaitForExit();
        made.ExitCode.ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();
}

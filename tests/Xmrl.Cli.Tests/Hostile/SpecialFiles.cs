using System.Diagnostics;
using System.Net.Sockets;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Puts them there.</summary>
internal static class SpecialFiles
{
    private const long SparseBytes = 1L << 30;

    /// <summary>Replaces a file of a run.</summary>
    /// <param name="kind">By what.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">The file, relative to the run.</param>
    /// <param name="decoys">An empty folder outside for what links point to.</param>
    /// <returns>False where this kind makes no sense for this file.</returns>
    internal static bool Put(SpecialFile kind, string run, string name, string decoys)
    {
        string path = Path.Combine(run, name);
        if (kind == SpecialFile.FolderOutside)
        {
            string folder = Path.GetDirectoryName(path)!;
            if (folder == run)
            {
                return false;
            }

            RunCopies.Copy(folder, Path.Combine(decoys, "folder"));
            Directory.Delete(folder, recursive: true);
            Directory.CreateSymbolicLink(folder, Path.Combine(decoys, "folder"));
            return true;
        }

        string decoy = Path.Combine(decoys, "file");
        File.Move(path, decoy);
        switch (kind)
        {
            case SpecialFile.Pipe:
                using (var process = Process.Start("mkfifo", [path]))
                {
                    process.WaitForExit();
                    process.ExitCode.ShouldBe(0);
                }

                break;
            case SpecialFile.Socket:
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    // .NET removes the name with the socket; a second name keeps it.
                    string first = Path.Combine(decoys, "s");
                    socket.Bind(new UnixDomainSocketEndPoint(first));
                    using var link = Process.Start("ln", [first, path]);
                    link.WaitForExit();
                    link.ExitCode.ShouldBe(0);
                }

                break;
            case SpecialFile.LinkOutside: File.CreateSymbolicLink(path, decoy); break;
            case SpecialFile.LinkLoop: File.CreateSymbolicLink(path, path); break;
            case SpecialFile.LinkToZeros: File.CreateSymbolicLink(path, "/dev/zero"); break;
            case SpecialFile.Folder: Directory.CreateDirectory(path); break;
            default:
                using (FileStream stream = File.Create(path))
                {
                    stream.SetLength(SparseBytes);
                }

                break;
        }

        return true;
    }
}

using System.Collections.Frozen;

namespace Xmrl.MuJoCo.Native;

/// <summary>Where the fields of MuJoCo's structs lie, for one version.</summary>
internal sealed class EngineLayout
{
    public EngineLayout(int version, IEnumerable<Field> model, IEnumerable<Field> data, FileSystemLayout files)
    {
        Version = version;
        Model = model.ToFrozenDictionary(static field => field.Name, StringComparer.Ordinal);
        Data = data.ToFrozenDictionary(static field => field.Name, StringComparer.Ordinal);
        Files = files;
    }

    /// <summary>As mj_version() gives it: 222 for 2.2.2.</summary>
    public int Version { get; }

    /// <summary>Fields of mjModel.</summary>
    public FrozenDictionary<string, Field> Model { get; }

    /// <summary>Fields of mjData.</summary>
    public FrozenDictionary<string, Field> Data { get; }

    /// <summary>mjVFS.</summary>
    public FileSystemLayout Files { get; }

    /// <summary>Where mjVFS holds sizes and contents of its files, and how many bytes it takes.</summary>
    public readonly record struct FileSystemLayout(int FileSizes, int FileData, int Size);
}

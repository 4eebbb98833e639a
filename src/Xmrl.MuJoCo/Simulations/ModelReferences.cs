using System.Text;
using System.Xml;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>Looks at the files that a model refers to before the engine opens them: it would open any path.</summary>
/// <remarks>Stricter than the engine: what is not well-formed XML, or has a document type, is refused, so that engine and check cannot read
/// the same text differently.</remarks>
internal static class ModelReferences
{
    /// <summary>Largest model file, in bytes.</summary>
    internal const long MostBytes = 16L << 20;

    private const int MostDepth = 100;
    private const int MostIncludes = 100;

    /// <summary>Checks the text of a model that may refer to no file.</summary>
    /// <param name="xml">The model.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="MuJoCoException">It is not well-formed, or refers to a file; the message names the line.</exception>
    internal static void RequireNone(string xml, string name)
    {
        foreach ((_, string value, int line, _) in Of(xml, name))
        {
            throw Refuse(name, line, $"it refers to the file {value}; a model given as text may refer to none");
        }
    }

    /// <summary>Checks a model file and all files that it includes.</summary>
    /// <param name="path">Full path of the model.</param>
    /// <exception cref="MuJoCoException">A file is not well-formed, or refers to a place that is not below the model's folder; the message
    /// names file and line.</exception>
    /// <exception cref="IOException">A file cannot be read, or is too large.</exception>
    internal static void RequireBeside(string path) => Require(path, Path.GetDirectoryName(path) ?? path, null);

    /// <summary>Checks a model file and all files that it includes; they may lie anywhere below a folder above it.</summary>
    /// <param name="path">Full path of the model.</param>
    /// <param name="root">Full path of that folder.</param>
    /// <exception cref="MuJoCoException">A file is not well-formed, or refers to a place that is not below the root, or to none that is
    /// there; the message names file and line.</exception>
    /// <exception cref="IOException">A file cannot be read, or is too large.</exception>
    internal static void RequireBelow(string path, string root) => Require(path, Path.GetDirectoryName(path) ?? path, root);

    private static void Require(string path, string folder, string? root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { path };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out string? file))
        {
            foreach ((string element, string value, int line, bool isFolder) in Of(Text(file), file))
            {
                string kind = isFolder ? "folder" : "file";
                if (root is null ? !IsBelow(value) : !IsBelow(value, folder, root))
                {
                    throw Refuse(file, line, $"it refers to {value}; expected a {kind} below {root ?? "the model's folder"}");
                }

                string included = Path.GetFullPath(Path.Combine(folder, value));
                if (root is not null && !(isFolder ? Directory.Exists(included) : File.Exists(included)))
                {
                    throw Refuse(file, line, $"there is no {kind} {included}");
                }

                if (element == "include" && File.Exists(included) && seen.Add(included))
                {
                    if (seen.Count > MostIncludes)
                    {
                        throw Refuse(file, line, $"it includes more than {MostIncludes} files");
                    }

                    open.Enqueue(included);
                }
            }
        }
    }

    /// <summary>As the engine opens it: seen from the main file's folder, whichever file refers to it.</summary>
    private static bool IsBelow(string value, string folder, string root)
        => IsBelow(value.Replace("..", "_", StringComparison.Ordinal))
            && Path.GetFullPath(Path.Combine(folder, value))
                .StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsBelow(string value)
        => !Path.IsPathRooted(value)
            && value.AsSpan().IndexOfAny(":\0") < 0
            && !value.Split('/', '\\').Contains("..")
            && !value.StartsWith('\\')
            && !value.StartsWith('~');

    /// <summary>The attributes that name files or folders: element, value, line.</summary>
    private static IEnumerable<(string Element, string Value, int Line, bool IsFolder)> Of(string xml, string name)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MostBytes,
        };
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        var lines = (IXmlLineInfo)reader;
        while (Read(reader, name))
        {
            if (reader.Depth > MostDepth)
            {
                throw Refuse(name, lines.LineNumber, $"it is nested deeper than {MostDepth}");
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            string element = reader.LocalName;
            for (int i = 0; i < reader.AttributeCount; i++)
            {
                reader.MoveToAttribute(i);
                bool isFolder = reader.LocalName is "meshdir" or "texturedir" or "assetdir";
                if (isFolder || reader.LocalName.StartsWith("file", StringComparison.Ordinal))
                {
                    yield return (element, reader.Value, lines.LineNumber, isFolder);
                }
            }
        }
    }

    private static bool Read(XmlReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (XmlException error)
        {
            throw Refuse(name, error.LineNumber, "it is not well-formed XML", error);
        }
    }

    private static string Text(string path)
    {
        var file = new FileInfo(path);
        if (file.Length > MostBytes)
        {
            throw new IOException($"{path} has {file.Length} bytes; a model file has at most {MostBytes}.");
        }

        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
                .GetString(File.ReadAllBytes(path))
                .TrimStart('\ufeff');
        }
        catch (DecoderFallbackException error)
        {
            throw Refuse(path, 1, "it is not UTF-8 text", error);
        }
    }

    private static MuJoCoException Refuse(string name, int line, string why, Exception? inner = null)
        => new($"MuJoCo does not accept {name}: line {line}: {why}.", inner);
}

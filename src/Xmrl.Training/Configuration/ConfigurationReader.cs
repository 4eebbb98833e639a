using System.Text;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Configuration;

/// <summary>Reads YAML into immutable records and says where, what and what instead if it cannot.</summary>
/// <remarks>
/// A record's public properties with an <c>init</c> accessor are its keys, in camelCase. Values are numbers, truth
/// values, enumerations and registered names, texts, records, records by registered name
/// (<see cref="ValuesByName{TName, TValue}"/>), and lists of these (<c>ImmutableArray</c>, <c>IReadOnlyList</c>, arrays);
/// nullable ones may be <c>null</c>. Keys that are left out keep what the record's initializers say. A record that
/// implements <see cref="Numerics.Validation.IValidated"/> is asked after everything is read.
/// </remarks>
public static class ConfigurationReader
{
    private const int ShownLength = 100;

    /// <summary>Reads a configuration.</summary>
    /// <typeparam name="T">A record class with a constructor without parameters.</typeparam>
    /// <param name="yaml">The document; empty for all defaults.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <param name="overrides">Values that go over the document's, each as key.key=value with camelCase keys and a YAML value.</param>
    /// <param name="names">Names of tables that the document may hold; null for those of the tables that every program has.</param>
    /// <returns>The validated record.</returns>
    /// <exception cref="ConfigurationException">The document or an override is not acceptable; all faults are listed.</exception>
    public static T Read<T>(string yaml, string fileName, IEnumerable<string>? overrides = null, RegisteredNames? names = null)
        where T : class
    {
        return Read<T>(new ConfigurationDocument(yaml, fileName), overrides, names);
    }

    /// <summary>As <see cref="Read{T}(string, string, IEnumerable{string}?, RegisteredNames?)"/>, of a document that the program may have
    /// written.</summary>
    internal static T Read<T>(ConfigurationDocument document, IEnumerable<string>? overrides, RegisteredNames? names = null)
        where T : class
    {
        return RecordBinder.Bind<T>(Tree(document, overrides), document.Name, names ?? RegisteredNames.Standard);
    }

    /// <summary>As <see cref="Read{T}(ConfigurationDocument, IEnumerable{string}?, RegisteredNames?)"/>, of the keys alone that a record
    /// has: what the document says beside them is neither read nor checked.</summary>
    internal static T ReadPart<T>(ConfigurationDocument document, IEnumerable<string>? overrides)
        where T : class
    {
        ConfigurationNode root = Tree(document, overrides);
        if (root is MappingNode mapping)
        {
            mapping.Entries.RemoveAll(entry => RecordSchema.Of(typeof(T)).Members.All(member => member.Key != entry.Key));
        }

        return RecordBinder.Bind<T>(root, document.Name, RegisteredNames.Standard);
    }

    /// <summary>The document over what is beneath it, with the changes of the program and then those of the user.</summary>
    private static ConfigurationNode Tree(ConfigurationDocument document, IEnumerable<string>? overrides)
    {
        ArgumentNullException.ThrowIfNull(document.Yaml);
        ConfigurationNode root = YamlTree.Parse(document.Yaml, document.Name) is var parsed and not ScalarNode { IsNull: true }
            ? parsed
            : new MappingNode(document.Name);
        if (document.IsOwn)
        {
            Own(root);
        }

        if (document.Beneath is { } text && root is MappingNode over)
        {
            var beneath = (MappingNode)YamlTree.Parse(text, document.Name);
            Own(beneath);
            beneath.Lay(over);
            root = beneath;
        }

        // Overrides go into keys; what a document without keys is, the binder says.
        foreach (string change in root is MappingNode ? document.Variant : [])
        {
            Override(root, change, EntryOrigin.Program);
        }

        foreach (string change in root is MappingNode ? overrides ?? [] : [])
        {
            Override(root, change, EntryOrigin.Override);
        }

        return root;
    }

    private static void Own(ConfigurationNode node)
    {
        if (node is MappingNode mapping)
        {
            for (int i = 0; i < mapping.Entries.Count; i++)
            {
                mapping.Entries[i] = mapping.Entries[i] with { Origin = EntryOrigin.Program };
                Own(mapping.Entries[i].Value);
            }
        }
    }

    /// <summary>As <see cref="Read{T}(string, string, IEnumerable{string}?, RegisteredNames?)"/>, from a file.</summary>
    /// <typeparam name="T">A record class.</typeparam>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="overrides">Values that go over the file's.</param>
    /// <param name="names">Names of tables that the file may hold; null for those of the tables that every program has.</param>
    /// <exception cref="ConfigurationException">The file cannot be read or is not acceptable.</exception>
    public static T ReadFile<T>(string path, IEnumerable<string>? overrides = null, RegisteredNames? names = null)
        where T : class => Read<T>(LoadText(path), path, overrides, names);

    /// <summary>A configuration file's text.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <exception cref="ConfigurationException">The file does not exist, cannot be read, is too large or is not UTF-8.</exception>
    public static string LoadText(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ConfigurationException($"The configuration {path} is a folder; expected a file.");
        }

        try
        {
            using FileStream stream = Open(path);
            if (stream.CanSeek && stream.Length > YamlTree.LengthLimit)
            {
                throw new ConfigurationException($"{path} has {stream.Length} bytes; expected at most {YamlTree.LengthLimit}.");
            }

            using var reader = new StreamReader(
                stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

            // A pipe or a device does not say how much it holds.
            char[] text = new char[YamlTree.LengthLimit + 1];
            int length = reader.ReadBlock(text);
            return length <= YamlTree.LengthLimit
                ? new string(text, 0, length)
                : throw new ConfigurationException($"{path} has more than {YamlTree.LengthLimit} characters.");
        }
        catch (DecoderFallbackException)
        {
            throw new ConfigurationException($"{path} is not UTF-8 text.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>Opens a file that a user named, whatever it is; beside a run's state it is a file of that run, which is no link.</summary>
    private static FileStream Open(string path)
    {
        string folder = RunFiles.Resolve(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
        return RunDirectory.IsRun(folder)
            ? RunFiles.OpenRead(Path.Combine(folder, Path.GetFileName(path)))
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    private static void Override(ConfigurationNode root, string text, EntryOrigin origin)
    {
        // Every fault repeats it.
        string where = text.Length <= ShownLength ? $"--set {text}" : $"--set {text[..ShownLength]}…";
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string[] keys = equals < 0 ? [] : text[..equals].Trim().Split('.');
        if (keys.Length is 0 or > YamlTree.DepthLimit || keys.Contains(""))
        {
            throw new ConfigurationException($"{where}: expected key=value, with dots between the keys, such as meta.outerStepSize=0.01.");
        }

        string valueText = text[(equals + 1)..];
        ConfigurationNode value = valueText.Trim().Length == 0
            ? new ScalarNode(where, "", Quoted: false)
            : YamlTree.Parse(valueText, where, showPosition: false);
        ConfigurationNode at = root;
        for (int i = 0; i < keys.Length; i++)
        {
            if (at is not MappingNode mapping)
            {
                throw new ConfigurationException($"{where}: {string.Join('.', keys[..i])} is {at.Describe()}; expected keys with values.");
            }

            bool last = i == keys.Length - 1;
            int index = mapping.IndexOf(keys[i]);
            ConfigurationNode? there = index < 0 ? null : mapping.Entries[index].Value;
            ConfigurationNode next = last ? value
                : there is null or ScalarNode { IsNull: true } ? new MappingNode(where)
                : there;
            if (index < 0)
            {
                mapping.Entries.Add(new MappingEntry(keys[i], where, next, origin));
            }
            else
            {
                // Where a key stood stays known if a key below it is changed alone.
                string place = ReferenceEquals(next, there) ? mapping.Entries[index].Where : where;
                mapping.Entries[index] = new MappingEntry(keys[i], place, next, origin);
            }

            at = next;
        }
    }
}

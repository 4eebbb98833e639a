using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Xmrl.Training.Configuration;

/// <summary>Parses YAML into nodes; bounded in size, depth and count, without anchors, aliases and tags.</summary>
internal sealed class YamlTree
{
    internal const int LengthLimit = 1 << 20;
    internal const int DepthLimit = 32;

    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(static code => (char)code).Except("\t\n\r")]);

    private readonly string _file;
    private readonly bool _showPosition;
    private readonly Parser _parser;

    private YamlTree(string text, string file, bool showPosition)
    {
        (_file, _showPosition) = (file, showPosition);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Parses one document; a text without any gives an empty mapping.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="showPosition">Whether messages name line and column; not for overrides.</param>
    /// <exception cref="ConfigurationException">The text is not acceptable YAML.</exception>
    internal static ConfigurationNode Parse(string text, string file, bool showPosition = true)
    {
        if (text.Length > LengthLimit)
        {
            throw new ConfigurationException($"{file} has {text.Length} characters; expected at most {LengthLimit}.");
        }

        RequirePrintable(text, file, showPosition);
        var tree = new YamlTree(text, file, showPosition);
        try
        {
            return tree.Document();
        }
        catch (YamlException error)
        {
            throw new ConfigurationException($"{Where(file, showPosition, error.Start)}: not valid YAML: {error.Message.TrimEnd('.')}.");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner answers some malformed texts with these instead of a YamlException.
            throw new ConfigurationException(
                $"{Where(file, showPosition, tree._parser.Current?.End ?? Mark.Empty)}: not valid YAML after this place.");
        }
    }

    /// <summary>YAML has no control characters but tab and line ends. The scanner takes NUL for the end of the text, and may then look for
    /// its real end for ever.</summary>
    private static void RequirePrintable(string text, string file, bool showPosition)
    {
        int at = text.AsSpan().IndexOfAny(s_controls);
        if (at >= 0)
        {
            int lineStart = text.LastIndexOf('\n', at) + 1;
            string where = showPosition ? $"{file}, line {text.AsSpan(0, at).Count('\n') + 1}, column {at - lineStart + 1}" : file;
            throw new ConfigurationException($"{where}: found the control character U+{(int)text[at]:X4}; expected text.");
        }
    }

    private ConfigurationNode Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return new MappingNode(_file);
        }

        _parser.Consume<DocumentStart>();
        ConfigurationNode root = Node(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            throw Refuse(second, "found a second document; expected one");
        }

        return root;
    }

    private ConfigurationNode Node(int depth)
    {
        if (!_parser.Accept<ParsingEvent>(out ParsingEvent? next))
        {
            throw new ConfigurationException($"{_file}: the document ends too early.");
        }

        if (depth > DepthLimit)
        {
            throw Refuse(next, $"nested deeper than {DepthLimit}");
        }

        if (next is AnchorAlias || next is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse(next, "anchors and aliases are not accepted: write the value where it is used");
        }

        if (next is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refuse(next, "tags are not accepted");
        }

        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            return new ScalarNode(Where(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain);
        }

        if (_parser.TryConsume<SequenceStart>(out SequenceStart? list))
        {
            var items = new List<ConfigurationNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(depth + 1));
            }

            return new SequenceNode(Where(list), items);
        }

        return Mapping(_parser.Consume<MappingStart>(), depth);
    }

    private MappingNode Mapping(MappingStart start, int depth)
    {
        var mapping = new MappingNode(Where(start));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not ScalarNode key)
            {
                throw Refuse(start, "a key is a list or a mapping; expected a name");
            }

            if (!keys.Add(key.Text))
            {
                throw new ConfigurationException($"{key.Where}: the key {key.Text} occurs twice.");
            }

            mapping.Entries.Add(new MappingEntry(key.Text, key.Where, Node(depth + 1)));
        }

        return mapping;
    }

    private ConfigurationException Refuse(ParsingEvent at, string what) => new($"{Where(at)}: {what}.");

    private string Where(ParsingEvent at) => Where(_file, _showPosition, at.Start);

    private static string Where(string file, bool showPosition, Mark mark) =>
        showPosition ? $"{file}, line {mark.Line}, column {mark.Column}" : file;
}

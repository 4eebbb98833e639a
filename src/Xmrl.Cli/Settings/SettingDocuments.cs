using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Xmrl.Cli.Settings;

/// <summary>The documentation of settings, as it stands in the source beside each of them: the build puts the documentation files of the
/// libraries into this program.</summary>
internal static partial class SettingDocuments
{
    private static readonly Lazy<Dictionary<string, XElement>> s_members = new(Load);

    /// <summary>What a property is, in plain text.</summary>
    /// <param name="property">A key of a configuration record.</param>
    /// <returns>The summary; empty where there is none.</returns>
    internal static string Summary(PropertyInfo property) => Text(MemberOf(property)?.Element("summary"));

    /// <summary>The unit of a property's values.</summary>
    /// <param name="property">A key of a configuration record.</param>
    /// <returns>The unit; empty where it has none.</returns>
    internal static string Unit(PropertyInfo property) => Text(MemberOf(property)?.Element("unit"));

    /// <summary>What a value of an enumeration is.</summary>
    /// <param name="type">The enumeration.</param>
    /// <param name="name">The value.</param>
    internal static string Summary(Type type, string name) => Text(Find($"F:{NameOf(type)}.{name}")?.Element("summary"));

    /// <summary>What a type is.</summary>
    /// <param name="type">A documented type.</param>
    internal static string Summary(Type type) => Text(Find($"T:{NameOf(type)}")?.Element("summary"));

    private static XElement? MemberOf(PropertyInfo property) => Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static XElement? Find(string name) => s_members.Value.GetValueOrDefault(name);

    private static Dictionary<string, XElement> Load()
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        Assembly own = typeof(SettingDocuments).Assembly;
        foreach (string resource in own.GetManifestResourceNames().Where(name => name.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using Stream stream = own.GetManifestResourceStream(resource)!;
            foreach (XElement member in XDocument.Load(stream).Descendants("member"))
            {
                members[member.Attribute("name")!.Value] = member;
            }
        }

        return members;
    }

    private static string Text(XElement? element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element?.Nodes() ?? [])
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see => Reference(see),
                XElement inner => Text(inner),
                _ => "",
            });
        }

        return Space().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>A key for a property or a value of an enumeration, and the plain name of anything else.</summary>
    private static string Reference(XElement see)
    {
        string name = see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Attribute("href")?.Value ?? "";
        string last = name[(name.LastIndexOf('.') + 1)..];
        return name.StartsWith("P:", StringComparison.Ordinal) || name.StartsWith("F:", StringComparison.Ordinal)
            ? JsonNamingPolicy.CamelCase.ConvertName(last)
            : last;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

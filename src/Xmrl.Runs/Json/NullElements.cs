using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace Xmrl.Runs.Json;

/// <summary>Refuses null as an element of a list or as a value of a dictionary, which nullable annotations of properties do not
/// cover.</summary>
internal static class NullElements
{
    /// <summary>How contracts are made that refuse them.</summary>
    internal static IJsonTypeInfoResolver Resolver { get; } = new DefaultJsonTypeInfoResolver { Modifiers = { Modify } };

    private static void Modify(JsonTypeInfo contract)
    {
        // Null is no value of a value type, and its reader says so.
        if (contract.Kind == JsonTypeInfoKind.Enumerable && contract.ElementType is { IsValueType: false })
        {
            contract.OnDeserialized = static list => Check((IEnumerable)list);
        }
        else if (contract.Kind == JsonTypeInfoKind.Dictionary && contract.ElementType is { IsValueType: false })
        {
            contract.OnDeserialized = static map => Check(map is IDictionary known ? known.Values : Array.Empty<object>());
        }
    }

    private static void Check(IEnumerable elements)
    {
        int position = 0;
        foreach (object? element in elements)
        {
            if (element is null)
            {
                throw new NullElementException(position);
            }

            position++;
        }
    }
}

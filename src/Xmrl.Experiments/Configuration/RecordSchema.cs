using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Xmrl.Experiments.Configuration;

/// <summary>The keys of a configuration record: its public properties that can be set, in order of declaration, those of the record that
/// it extends first.</summary>
internal sealed class RecordSchema
{
    private static readonly ConcurrentDictionary<Type, RecordSchema> Known = new();
    private readonly MethodInfo _clone;

    private RecordSchema(Type type)
    {
        _clone = type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            ?? throw new ArgumentException(
                $"{type.Name} cannot be configured; expected a record class, number, truth value, enumeration, text or list.");
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new ArgumentException(
                $"The record {type.Name} cannot be configured; expected one with a constructor without parameters.");
        }

        var nullability = new NullabilityInfoContext();
        Type = type;
        Members =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static property => property.SetMethod is { IsPublic: true }
                    && property.GetMethod is { IsPublic: true }
                    && property.GetIndexParameters().Length == 0)
                .OrderBy(static property => property.IsDefined(typeof(LastKeyAttribute)))
                .ThenBy(property => property.DeclaringType == type)
                .ThenBy(static property => property.MetadataToken)
                .Select(property => new RecordMember(
                    JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                    property,
                    nullability.Create(property).WriteState == NullabilityState.Nullable,
                    property.IsDefined(typeof(RequiredMemberAttribute)))),
        ];
    }

    internal Type Type { get; }

    internal ImmutableArray<RecordMember> Members { get; }

    internal static RecordSchema Of(Type type) => Known.GetOrAdd(type, static key => new RecordSchema(key));

    internal object Create() => Activator.CreateInstance(Type)!;

    internal object Clone(object record) => _clone.Invoke(record, null)!;

    /// <summary>Keys of a record, or of values by name, with their values, in the order of a file.</summary>
    internal static IEnumerable<(string Key, object? Value)> EntriesOf(object value) => value is IValuesByName named
        ? named.Entries.Select(static entry => (entry.Key, (object?)entry.Value))
        : Of(value.GetType()).Members.Select(member => (member.Key, member.Property.GetValue(value)));

    /// <summary>The element type of a supported list, or null.</summary>
    internal static Type? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        return type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            ? type.GetGenericArguments()[0]
            : null;
    }
}

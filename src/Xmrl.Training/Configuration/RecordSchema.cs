using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Configuration;

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
                    property.IsDefined(typeof(RequiredMemberAttribute)))
                {
                    IsInlined = property.IsDefined(typeof(InlinedAttribute)),
                    Choice = property.GetCustomAttribute<ChosenAttribute>(),
                }),
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
        : Values(value);

    /// <summary>All keys of a record with their values, in order of declaration; the keys of inlined records stand in their place, those of
    /// chosen ones at the end.</summary>
    private static IEnumerable<(string Key, object? Value)> Values(object record)
    {
        ImmutableArray<RecordMember> members = Of(record.GetType()).Members;
        foreach (RecordMember member in members)
        {
            object? value = member.Property.GetValue(record);
            foreach ((string Key, object? Value) entry in member switch
            {
                { Choice: { } choice } => [(member.Key, NameOf(choice, value!))],
                { IsInlined: true } => Values(value!),
                _ => new (string, object?)[] { (member.Key, value) },
            })
            {
                yield return entry;
            }
        }

        foreach ((string Key, object? Value) entry in members.Where(member => member.Choice is not null)
            .SelectMany(member => Values(member.Property.GetValue(record)!)))
        {
            yield return entry;
        }
    }

    /// <summary>The name by which a record is chosen.</summary>
    internal static string NameOf(ChosenAttribute choice, object record)
        => choice.Choices.FirstOrDefault(known => known.Default.GetType() == record.GetType()) is { Name: { } name }
            ? name
            : throw new ArgumentException($"{record.GetType().Name} is not registered as a {choice.Kind}.");

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

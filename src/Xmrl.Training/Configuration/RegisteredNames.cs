using System.Collections.Immutable;
using System.Reflection;

namespace Xmrl.Training.Configuration;

/// <summary>The names that a configuration may hold, by their type; those of the tables that every program has, unless others are
/// given.</summary>
public sealed class RegisteredNames
{
    private static readonly MethodInfo s_keys =
        typeof(RegisteredNames).GetMethod(nameof(Keys), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly ImmutableDictionary<Type, IReadOnlyList<string>> _given;

    private RegisteredNames(ImmutableDictionary<Type, IReadOnlyList<string>> given) => _given = given;

    /// <summary>The names of the tables that every program has.</summary>
    public static RegisteredNames Standard { get; } = new(ImmutableDictionary<Type, IReadOnlyList<string>>.Empty);

    /// <summary>Names of another table for one type.</summary>
    /// <typeparam name="TName">The type of the names.</typeparam>
    /// <param name="keys">Its keys, in order.</param>
    /// <returns>These names with those.</returns>
    public RegisteredNames With<TName>(IEnumerable<string> keys)
        where TName : IRegisteredName => new(_given.SetItem(typeof(TName), [.. keys]));

    /// <summary>Whether a type is one of registered names.</summary>
    internal static bool Has(Type type) => typeof(IRegisteredName).IsAssignableFrom(type);

    /// <summary>Keys of a type, in order.</summary>
    internal IReadOnlyList<string> Of(Type type)
        => _given.TryGetValue(type, out IReadOnlyList<string>? keys)
            ? keys
            : (IReadOnlyList<string>)s_keys.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>The name with a key, which a file may also begin with an upper-case letter; null where none is registered.</summary>
    internal IRegisteredName? Find(Type type, string text)
        => Of(type).FirstOrDefault(key => key == text || char.ToUpperInvariant(key[0]) + key[1..] == text) is { } found
            ? (IRegisteredName)Activator.CreateInstance(type, found)!
            : null;

    private static IReadOnlyList<string> Keys<TName>()
        where TName : IRegisteredName => TName.Registered;
}

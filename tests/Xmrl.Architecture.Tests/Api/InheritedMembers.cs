using System.Reflection;

namespace Xmrl.Architecture.Tests.Api;

/// <summary>The public members of a type that a public base type or a public interface promises already.</summary>
internal sealed class InheritedMembers
{
    private readonly HashSet<MethodInfo> _implementations;

    /// <summary>Looks at one type.</summary>
    public InheritedMembers(Type type) => _implementations = type.IsInterface
        ? []
        : [.. type.GetInterfaces().Where(face => face.IsVisible).SelectMany(face => type.GetInterfaceMap(face).TargetMethods)];

    /// <summary>
    /// True for a method, and for a property all of whose public accessors, that overrides a member of a visible base type or implements
    /// one of a visible interface. A property that adds a public setter to an interface's getter is not contained.
    /// </summary>
    public bool Contains(MemberInfo member) => member switch
    {
        MethodInfo method => IsInherited(method),
        PropertyInfo property => property.GetAccessors().All(IsInherited),
        _ => false,
    };

    private bool IsInherited(MethodInfo method)
    {
        MethodInfo root = method.GetBaseDefinition();
        return _implementations.Contains(method) || (root.DeclaringType != method.DeclaringType && root.DeclaringType!.IsVisible);
    }
}

"""Four ways in which a platform on Django may keep its clients."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models


class Account(AbstractUser):
    """A custom user model with the answers on it."""

    address_key = models.CharField(max_length=320, unique=True, null=True)
    first_name = models.TextField()
    last_name = models.TextField()
    password_imported = models.BooleanField(default=False)
    registered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    remark = models.TextField()
    graduation = models.TextField(null=True)
    subject = models.CharField(max_length=40, blank=True)
    topics = models.JSONField(default=list)


class Member(models.Model):
    """A bare account, whose answers and state are on a profile."""

    email = models.EmailField(max_length=320)
    password = models.CharField(max_length=128)


class Profile(models.Model):
    """What is known of a member."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="about")
    key = models.CharField(max_length=320, unique=True)
    given = models.TextField()
    family = models.TextField()
    is_open = models.BooleanField(default=True)
    registered = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    plan = models.CharField(max_length=10, default="free")
    answers = models.JSONField(default=dict)


class Person(models.Model):
    """A client who never logs in here; choices as text."""

    email = models.CharField(max_length=320, unique=True)
    first_name = models.TextField()
    last_name = models.TextField()
    note = models.TextField(blank=True)
    help = models.TextField(blank=True)
    campus = models.CharField(max_length=10)


class Extra(models.Model):
    """What some persons have beside, and others not."""

    person = models.OneToOneField(Person, models.CASCADE)
    shoe = models.CharField(max_length=10)


class Reader(models.Model):
    """A client whose profile has no key of its own."""

    email = models.CharField(max_length=320)
    email_key = models.CharField(max_length=320, null=True)
    first_name = models.TextField()
    last_name = models.TextField()
    password = models.CharField(max_length=128)

    class Meta:  # noqa: D106 - Django's
        constraints = (models.UniqueConstraint(fields=["email_key"], name="reader_key"),)


class Card(models.Model):
    """The profile of a reader, whose primary key is the reader; answers of several types."""

    reader = models.OneToOneField(Reader, models.CASCADE, primary_key=True)
    major = models.CharField(max_length=40, blank=True)
    topics = models.TextField(blank=True)
    year = models.IntegerField(null=True)
    born = models.DateField(null=True)
    visits = models.IntegerField(default=0)
    imported = models.BooleanField(default=False)

    def clean(self) -> None:
        """As hosts often write it: an error of no field."""
        if self.major == "Alchemy":
            raise ValidationError("Nobody reads %(value)s here.", params={"value": self.major})


class Box(models.Model):
    """Where a holder's things are."""

    size = models.CharField(max_length=10)


class Holder(models.Model):
    """A client who points at the profile, and not the other way."""

    box = models.OneToOneField(Box, models.CASCADE)
    email = models.CharField(max_length=320)
    key = models.CharField(max_length=320, unique=True)
    first_name = models.TextField()
    last_name = models.TextField()
    plan = models.CharField(max_length=10)


class Visit(models.Model):
    """Refers to an account; Django would delete it along."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")


class Letter(models.Model):
    """Refers to a profile."""

    to = models.ForeignKey(Profile, models.CASCADE)


class Tutor(Person):
    """Inherits a table."""

    room = models.CharField(max_length=10)


class Guest(Person):
    """The same table under another name."""

    class Meta:  # noqa: D106 - Django's
        proxy = True


class Loan(models.Model):
    """Its names are looked at when a transaction commits; never stored."""

    name = models.TextField()

    class Meta:  # noqa: D106 - Django's
        managed = False
        constraints = (models.UniqueConstraint(fields=["name"], name="loan", deferrable=models.Deferrable.DEFERRED),)
